using KlingMcp.Server;
using NetArchTest.Rules;

namespace KlingMcp.Tests;

/// <summary>The rules of the server's folders, read from the compiled assembly.</summary>
public class ServerArchitectureTests
{
    private static readonly System.Reflection.Assembly Server = typeof(ServerSettings).Assembly;

    /// <summary>Each folder with the folders of the server that it may use.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Commands"] = ["Callers", "Cluster"],
        ["Callers"] = [],
        ["Cluster"] = [],
        ["Limits"] = [],
        ["Hooks"] = [],
        ["Telemetry"] = ["Cluster", "Hooks", "Limits"],
        ["Web"] = ["Cluster", "Hooks"],
    };

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Fact]
    public void Every_type_is_in_a_known_folder_or_at_the_root() => Assert.Empty(
        from type in Server.GetTypes()
        where type.Namespace?.Split('.') is ["KlingMcp", "Server", var folder, ..] && !MayUse.ContainsKey(folder)
        select type.FullName);

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_the_folders_behind_it(string folder)
    {
        string[] forbidden = [.. MayUse.Keys.Except(MayUse[folder]).Where(f => f != folder).Select(static f => $"KlingMcp.Server.{f}")];

        var result = Types.InAssembly(Server).That().ResideInNamespace($"KlingMcp.Server.{folder}")
            .Should().NotHaveDependencyOnAny(forbidden).GetResult();

        Assert.NotEmpty(result.SelectedTypesForTesting);
        Assert.Empty(result.FailingTypes.Select(static t => $"{t.FullName}: {t.Explanation}"));
    }

    [Fact]
    public void The_program_for_standard_input_and_output_is_not_used() => Assert.DoesNotContain(
        Server.GetReferencedAssemblies(), static a => a.Name == "kling-mcp");

    [Fact]
    public void Redis_is_used_only_in_cluster_and_to_check_its_address()
    {
        var result = Types.InAssembly(Server).That().DoNotResideInNamespace("KlingMcp.Server.Cluster").And()
            .DoNotHaveName(nameof(ServerSettingsReader)).Should().NotHaveDependencyOnAny("StackExchange").GetResult();

        Assert.Empty(result.FailingTypes.Select(static t => t.FullName));
    }

    [Fact]
    public void No_type_is_public() => Assert.DoesNotContain(
        Server.GetExportedTypes(), static t => t.Namespace?.StartsWith("KlingMcp", StringComparison.Ordinal) is true);
}
