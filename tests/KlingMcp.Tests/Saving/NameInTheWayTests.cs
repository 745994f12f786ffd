using System.Diagnostics;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Saving;

/// <summary>A link, a folder or a pipe has one of the names that saving uses. Nothing is followed, replaced or waited for.</summary>
public sealed class NameInTheWayTests : IAsyncDisposable
{
    private readonly SaveWorld world = new();

    public static TheoryData<string> Names =>
        [$"{SaveWorld.Stem}.part", $"{SaveWorld.Stem}.mp4", $"{SaveWorld.Stem}.part.json", $".{SaveWorld.Stem}.json"];

    /// <summary>A file outside the folder.</summary>
    private string Outside { get; } = Path.Combine(Path.GetTempPath(), $"kling-mcp-outside-{Guid.NewGuid():N}");

    public async ValueTask DisposeAsync()
    {
        File.Delete(Outside);
        await world.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_link_in_the_folder_is_written_through(string name)
    {
        await File.WriteAllTextAsync(Outside, "mine", Cancel);
        File.CreateSymbolicLink(In(name), Outside);

        await world.SaveAsync();

        Assert.Equal("mine", await File.ReadAllTextAsync(Outside, Cancel));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_broken_link_in_the_folder_makes_a_file_elsewhere(string name)
    {
        File.CreateSymbolicLink(In(name), Outside);

        await world.SaveAsync();

        Assert.False(File.Exists(Outside));
    }

    [Fact]
    public async Task A_broken_link_with_the_name_of_the_part_is_told()
    {
        File.CreateSymbolicLink(world.PartPath, Outside);

        var answer = await world.SaveAsync();

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("failed.0.error.category")));
        Assert.Contains("a link or a device has the name of the file", answer.Text(), StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(world.PartPath).LinkTarget);
        Assert.Empty(world.Fetches);
    }

    [Fact]
    public async Task A_broken_link_with_the_name_of_the_file_is_not_replaced()
    {
        File.CreateSymbolicLink(world.Path, Outside);

        var answer = await world.SaveAsync();

        Assert.Equal(In($"{SaveWorld.Stem}-2.mp4"), answer.At("saved.0.path"));
        Assert.NotNull(new FileInfo(world.Path).LinkTarget);
    }

    [Fact]
    public async Task A_folder_with_the_name_of_the_file_is_left_alone()
    {
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(world.Path).FullName, "inside"), "mine", Cancel);

        var answer = await world.SaveAsync();

        Assert.Equal(In($"{SaveWorld.Stem}-2.mp4"), answer.At("saved.0.path"));
        Assert.Equal([$"{SaveWorld.Stem}-2.mp4", $"{SaveWorld.Stem}.mp4"], world.Names);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(world.Path, "inside"), Cancel));
    }

    [Fact]
    public async Task A_folder_with_the_name_of_the_part_is_told()
    {
        Directory.CreateDirectory(world.PartPath);

        var answer = await world.SaveAsync();

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("failed.0.error.category")));
        Assert.Equal([$"{SaveWorld.Stem}.part"], world.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_pipe_that_nobody_writes_to_is_not_waited_for(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in folders");
        using (var made = Process.Start("mkfifo", [In(name)])) await made.WaitForExitAsync(Cancel);

        var answer = await world.SaveAsync();

        Assert.Equal(name.EndsWith(".part", StringComparison.Ordinal), answer.IsError is true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string In(string name) => Path.Combine(world.Folder, name);
}
