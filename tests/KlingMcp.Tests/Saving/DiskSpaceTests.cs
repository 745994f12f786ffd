using System.Diagnostics;
using System.Globalization;
using KlingMcp.Saving;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Saving;

/// <summary>1 GiB of the disk stays free. A disk that is full all the same ends the download and keeps the part.</summary>
public sealed class DiskSpaceTests : IAsyncDisposable
{
    private const long Reserve = 1024 * SaveOptions.Megabyte;

    private readonly SaveWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_disk_that_would_be_nearly_full_is_left_alone()
    {
        var answer = await SaveAsync(static _ => Reserve + 999_999);

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("failed.0.error.category")));
        Assert.Contains("the disk is full, or less than 1 GiB of it would stay free", answer.Text(), StringComparison.Ordinal);
        Assert.Empty(world.Names);
        Assert.Single(world.Fetches);
    }

    [Fact]
    public async Task What_stays_free_does_not_count_the_file_itself()
    {
        world.IsSaved(await SaveAsync(static _ => Reserve + 1_000_000));
    }

    [Fact]
    public async Task The_disk_is_looked_at_again_during_a_long_download_and_the_part_is_kept()
    {
        var length = (int)(65 * SaveOptions.Megabyte);
        world.File.Bytes = MediaFile.Video(length, seed: 1);
        List<string> asked = [];

        // Another program fills the disk meanwhile.
        var answer = await SaveAsync(folder =>
        {
            asked.Add(folder);
            return asked.Count == 1 ? Reserve + length : Reserve - 1;
        });

        Assert.Equal([world.Folder, world.Folder], asked);
        Assert.Equal((true, "not_configured", "[]"), (answer.IsError, answer.At("failed.0.error.category"), answer.At("saved")));
        Assert.Contains("the disk is full", answer.Text(), StringComparison.Ordinal);
        Assert.Contains("KLING_MCP_SAVE_DIR", answer.At("failed.0.error.hint"), StringComparison.Ordinal);
        Assert.Equal([$"{SaveWorld.Stem}.part", $"{SaveWorld.Stem}.part.json"], world.Names);
        var kept = new FileInfo(world.PartPath).Length;
        Assert.InRange(kept, 60 * SaveOptions.Megabyte, length - 1);

        world.IsSaved(await SaveAsync(static _ => null));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"bytes={kept}-"), world.Fetches[^1].Headers["Range"]);
    }

    [Fact]
    public async Task A_disk_that_runs_full_in_the_middle_is_told_and_the_part_is_kept()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root may mount a small disk");
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=512k", "none", world.Folder), "mounting is not allowed here");
        try
        {
            var answer = await SaveAsync(static _ => null);

            Assert.Equal((true, "not_configured", "[]"), (answer.IsError, answer.At("failed.0.error.category"), answer.At("saved")));
            Assert.Contains("the disk is full", answer.Text(), StringComparison.Ordinal);
            Assert.Equal([$"{SaveWorld.Stem}.part", $"{SaveWorld.Stem}.part.json"], world.Names);
            Assert.True(await RunAsync("mount", "-o", "remount,size=4m", world.Folder));

            world.IsSaved(await SaveAsync(static _ => null));
            Assert.StartsWith("bytes=", world.Fetches[^1].Headers["Range"], StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", "-l", world.Folder);
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }

    private Task<ModelContextProtocol.Protocol.CallToolResult> SaveAsync(Func<string, long?> freeBytes) =>
        world.SaveAsync(network: new MediaNetwork { FreeBytes = freeBytes });
}
