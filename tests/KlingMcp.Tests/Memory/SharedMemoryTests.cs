using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Memory;

/// <summary>Several processes share one database.</summary>
public sealed class SharedMemoryTests : IAsyncDisposable
{
    private const int TasksOfEach = 1000;
    private const int BatchSize = 50;

    private readonly ProviderWorld world = new();
    private readonly DataFolder folder = new();

    [Fact]
    public async Task Two_processes_that_write_and_read_at_once_lose_nothing()
    {
        await using var first = await ProgramHarness.ConnectAsync(folder.In(world.Environment("ezmodel")));
        await using var second = await ProgramHarness.ConnectAsync(folder.In(world.Environment("ezmodel")));

        await Task.WhenAll(SeeAsync(first, 1), SeeAsync(second, 2));

        foreach (var client in new[] { first, second })
        {
            // A list stores what its own process has seen; the other one is given the time of a batch.
            await client.CallAsync("list_kling_tasks", "{}");
        }

        await Eventually.IsTrueAsync(() => Count() == 2 * TasksOfEach);
        Assert.Equal("ok", folder.Execute("PRAGMA integrity_check"));
        Assert.Equal("wal", folder.Execute("PRAGMA journal_mode"));
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        folder.Dispose();
    }

    private long Count() => (long)folder.Execute("SELECT count(*) FROM task")!;

    private async Task SeeAsync(McpClient client, int series)
    {
        for (var batch = 0; batch < TasksOfEach / BatchSize; batch++)
        {
            string[] ids = [.. Enumerable.Range(batch * BatchSize, BatchSize).Select(i => IdOf(series, i))];
            foreach (var id in ids) world.Add("ezmodel", id, KlingTaskStatus.Succeeded);
            var looked = await client.CallAsync("get_kling_tasks", $$"""{"task_ids":["{{string.Join("\",\"", ids)}}"]}""");
            Assert.Equal(BatchSize, looked.List("tasks").Count);

            var listed = await client.CallAsync("list_kling_tasks", """{"limit":50}""");
            Assert.Equal(BatchSize, listed.List("tasks").Count);
        }
    }

    private static string IdOf(int series, int i) =>
        ((series * 100_000_000_000_000_000) + i).ToString(CultureInfo.InvariantCulture);
}
