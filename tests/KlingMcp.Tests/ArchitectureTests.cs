using System.Reflection;
using KlingMcp.Providers;
using NetArchTest.Rules;

namespace KlingMcp.Tests;

/// <summary>The rules of the folders, read from the compiled assemblies. Data goes one way, and a package is used in one place.</summary>
public class ArchitectureTests
{
    private static readonly Assembly Core = typeof(ProviderCatalog).Assembly;
    private static readonly Assembly Program = Assembly.Load("kling-mcp");

    /// <summary>The folders of the library, each with the folders that it may use.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Tools"] = ["Answers", "Lookups", "Memory", "Providers", "Http", "Domain"],
        ["Answers"] = ["Lookups", "Memory", "Providers", "Http", "Domain"],
        ["Lookups"] = ["Memory", "Providers", "Http", "Domain"],
        ["Memory"] = ["Providers", "Http", "Domain"],
        ["Sandbox"] = ["Providers", "Http", "Domain"],
        ["Providers"] = ["Http", "Domain"],
        ["Http"] = ["Domain"],
        ["Domain"] = [],
    };

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    /// <summary>The folders of single providers.</summary>
    public static TheoryData<string> ProviderFolders => [.. ProviderNames];

    private static IReadOnlyList<string> ProviderNames { get; } =
    [
        .. from type in Core.GetTypes()
           let parts = type.Namespace?.Split('.') ?? []
           where parts is ["KlingMcp", "Providers", not "Dialects", ..]
           group type by parts[2] into folder
           select folder.Key,
    ];

    [Fact]
    public void Every_type_of_the_library_is_in_a_known_folder_or_at_the_root() => Assert.Empty(
        from type in Core.GetTypes()
        where type.Namespace?.Split('.') is ["KlingMcp", var folder, ..] && !MayUse.ContainsKey(folder)
        select type.FullName);

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_the_folders_behind_it(string folder)
    {
        string[] forbidden = [.. MayUse.Keys.Except(MayUse[folder]).Where(f => f != folder).Select(NamespaceOf)];

        Passes(In(Core, folder).NotHaveDependencyOnAny(forbidden));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_folder_uses_the_types_at_the_root(string folder)
    {
        string[] root =
            [.. from type in Core.GetTypes() where type is { Namespace: "KlingMcp", IsNested: false } select type.FullName!];

        Assert.NotEmpty(root);
        Passes(In(Core, folder).NotHaveDependencyOnAny(root));
    }

    [Theory]
    [MemberData(nameof(ProviderFolders))]
    public void A_provider_uses_no_other_provider(string provider)
    {
        string[] others = [.. ProviderNames.Where(p => p != provider).Select(static p => NamespaceOf($"Providers.{p}"))];

        Passes(In(Core, $"Providers.{provider}").NotHaveDependencyOnAny(others));
    }

    [Fact]
    public void Only_the_catalog_uses_the_folders_of_single_providers()
    {
        string[] providers = [.. ProviderNames.Select(static p => NamespaceOf($"Providers.{p}"))];
        var others = Types.InAssembly(Core).That().ResideInNamespace("KlingMcp").And().DoNotHaveName(nameof(ProviderCatalog));

        foreach (var provider in providers) others = others.And().DoNotResideInNamespace(provider);
        Passes(others.Should().NotHaveDependencyOnAny(providers));
    }

    [Fact]
    public void The_catalog_lists_every_provider_that_has_a_folder() => Assert.Equal(
        ProviderNames.Select(static p => p.ToLowerInvariant()).Order(),
        ProviderCatalog.All.Select(static p => p.Name).Order());

    [Fact]
    public void The_library_uses_the_protocols_sdk_only_in_tools() => UsesOnlyIn(Core, "Tools", "ModelContextProtocol");

    [Fact]
    public void Polly_is_used_only_in_http()
    {
        UsesOnlyIn(Core, "Http", "Polly");
        Passes(Types.InAssembly(Program).Should().NotHaveDependencyOnAny("Polly"));
    }

    [Fact]
    public void Sqlite_is_used_only_in_memory()
    {
        UsesOnlyIn(Core, "Memory", "Microsoft.Data.Sqlite");
        Passes(Types.InAssembly(Program).Should().NotHaveDependencyOnAny("Microsoft.Data.Sqlite"));
    }

    [Fact]
    public void The_packages_of_the_command_line_are_used_only_in_cli()
    {
        UsesOnlyIn(Program, "Cli", "System.CommandLine", "Spectre");
        Passes(Types.InAssembly(Core).Should().NotHaveDependencyOnAny("System.CommandLine", "Spectre"));
    }

    [Fact]
    public void Standard_input_and_output_are_served_without_the_command_line() =>
        Passes(In(Program, "Stdio").NotHaveDependencyOnAny(NamespaceOf("Cli")));

    [Fact]
    public void No_type_is_public() => Assert.Empty(Core.GetExportedTypes().Concat(Program.GetExportedTypes()));

    private static string NamespaceOf(string folder) => $"KlingMcp.{folder}";

    private static Condition In(Assembly assembly, string folder) =>
        Types.InAssembly(assembly).That().ResideInNamespace(NamespaceOf(folder)).Should();

    /// <summary>The packages are used in one folder of the assembly, and they are used there.</summary>
    private static void UsesOnlyIn(Assembly assembly, string folder, params string[] packages)
    {
        Passes(Types.InAssembly(assembly).That().DoNotResideInNamespace(NamespaceOf(folder)).Should().NotHaveDependencyOnAny(packages));
        Assert.All(packages, package => Assert.NotEmpty(
            Types.InAssembly(assembly).That().ResideInNamespace(NamespaceOf(folder)).And().HaveDependencyOnAny(package).GetTypes()));
    }

    private static void Passes(ConditionList rule)
    {
        var result = rule.GetResult();
        Assert.NotEmpty(result.SelectedTypesForTesting);
        Assert.Empty(result.FailingTypes.Select(static t => $"{t.FullName}: {t.Explanation}"));
    }
}
