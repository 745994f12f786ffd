using System.Globalization;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tests.Saving;

/// <summary><c>save_kling_outputs</c> over real HTTP, when nothing goes wrong.</summary>
public sealed class SaveToolTests : IAsyncDisposable
{
    private readonly SaveWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_file_of_a_finished_task_is_saved()
    {
        var answer = await world.SaveAsync();

        world.IsSaved(answer);
        Assert.Equal(
            (SaveWorld.Task, "video", "1000000", "False", "1"),
            (answer.At("task"), answer.At("saved.0.type"), answer.At("saved.0.bytes"), answer.At("saved.0.already_there"),
                answer.At("saved.0.output")));
        Assert.Equal($"saved 1 of 1 outputs of {SaveWorld.Task}\nvideo 1 MB: {world.Path}", answer.Text());
        Assert.Null(answer.At("failed"));
    }

    [Fact]
    public async Task A_saved_file_is_not_executable_and_only_its_owner_sees_the_folder()
    {
        if (OperatingSystem.IsWindows()) return;

        var folder = Path.Combine(world.Folder, "made", "here");
        var answer = await world.SaveAsync(world.Environment.With("KLING_MCP_SAVE_DIR", folder));

        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(answer.At("saved.0.path")!) & Execute);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task A_second_call_fetches_nothing()
    {
        await world.SaveAsync();
        var sent = world.File.Sent;

        var answer = await world.SaveAsync();

        world.IsSaved(answer);
        Assert.Equal("True", answer.At("saved.0.already_there"));
        Assert.Equal(sent, world.File.Sent);
        Assert.Contains("video 1 MB, already there: ", answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_version_is_fetched_again_and_found_to_be_the_same()
    {
        world.File.ETag = null;
        await world.SaveAsync();

        var answer = await world.SaveAsync();

        world.IsSaved(answer);
        Assert.Equal("True", answer.At("saved.0.already_there"));
        Assert.Equal(2 * world.File.Bytes.Length, world.File.Sent);
    }

    [Fact]
    public async Task A_file_that_was_changed_on_the_disk_is_kept_and_the_output_saved_beside_it()
    {
        await world.SaveAsync();
        await File.AppendAllTextAsync(world.Path, "edited", TestContext.Current.CancellationToken);

        var answer = await world.SaveAsync();

        Assert.Equal(Path.Combine(world.Folder, $"{SaveWorld.Stem}-2.mp4"), answer.At("saved.0.path"));
        Assert.Equal([$"{SaveWorld.Stem}-2.mp4", $"{SaveWorld.Stem}.mp4"], world.Names);
        Assert.Equal(world.File.Bytes.Length + 6, new FileInfo(world.Path).Length);
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_a_tenth_name_is_not_tried()
    {
        for (var n = 1; n <= 9; n++)
            File.WriteAllText(Path.Combine(world.Folder, n == 1 ? $"{SaveWorld.Stem}.mp4" : $"{SaveWorld.Stem}-{n}.mp4"), $"{n}");

        var answer = await world.SaveAsync();

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("failed.0.error.category")));
        Assert.Equal("1", File.ReadAllText(world.Path));
        Assert.Equal(9, world.Names.Count(static n => n.EndsWith(".mp4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_extension_comes_from_the_first_bytes_and_not_from_the_address()
    {
        world.File.Bytes = [0x1A, 0x45, 0xDF, 0xA3, .. new byte[1000]];

        Assert.Equal(Path.ChangeExtension(world.Path, "webm"), (await world.SaveAsync()).At("saved.0.path"));
    }

    [Theory]
    [InlineData("Processing", "call wait_for_kling_task, then save_kling_outputs")]
    [InlineData("Queued", "Not failed")]
    [InlineData("Failed", "moderation")]
    [InlineData("Cancelled", "cancelled")]
    public async Task A_task_without_outputs_is_an_ordinary_answer(string status, string text)
    {
        world.Providers.Add("piapi", SaveWorld.Id, Enum.Parse<KlingTaskStatus>(status));

        var answer = await world.SaveAsync();

        Assert.NotEqual(true, answer.IsError);
        Assert.Equal((SaveWorld.Task, "[]"), (answer.At("task"), answer.At("saved")));
        Assert.Contains(text, answer.Text(), StringComparison.Ordinal);
        Assert.Empty(world.Names);
    }

    [Fact]
    public async Task An_unknown_task_is_the_same_error_as_in_a_lookup()
    {
        await using var server = world.Start();

        var answer = await server.SaveAsync("piapi:00000000-0000-4000-8000-000000000001");

        Assert.Equal((true, "not_found"), (answer.IsError, answer.At("error.category")));
    }

    [Fact]
    public async Task Neither_an_address_nor_a_path_is_taken_from_a_model()
    {
        await using var server = world.Start();

        var address = await server.SaveAsync(world.Url);
        var path = await server.CallAsync(
            "save_kling_outputs", $$"""{"task_id":"{{SaveWorld.Task}}","path":"/etc/x","output_dir":"/etc"}""");

        Assert.Equal("invalid_input", address.At("error.category"));
        Assert.StartsWith(world.Folder, path.At("saved.0.path"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_reported_while_a_file_arrives()
    {
        world.File.PauseAfter = 500_000;
        ManualTime time = new();
        await using var server = await ServerHarness.StartAsync(world.Environment, time);
        List<string?> messages = [];

        var saving = server.Client.CallToolAsync(
            "save_kling_outputs",
            new Dictionary<string, object?> { ["task_id"] = SaveWorld.Task },
            new Progress(messages),
            cancellationToken: TestContext.Current.CancellationToken).AsTask();
        await Eventually.IsTrueAsync(() => world.File.IsPaused && new FileInfo(world.PartPath) is { Exists: true, Length: 500_000 });
        await time.AdvanceUntilAsync(() => messages.Count > 1, TimeSpan.FromSeconds(20));
        world.File.Gate.SetResult();

        world.IsSaved(await saving);
        Assert.Equal("0 of 1 files, 500 kB of 1 MB", messages[0]);
    }

    [Fact]
    public async Task Several_outputs_of_a_task_are_saved_in_their_order()
    {
        await using SaveWorld images = new();
        string[] urls = [$"{images.Url}?1", $"{images.Url}?2", $"{images.Url}?3"];
        images.Providers.Overrides.Enqueue((request, exchange) => request.Target.Contains("/api/v1/task/", StringComparison.Ordinal)
            ? exchange.SendAsync(200, Completed(urls))
            : null);

        var answer = await images.SaveAsync();

        Assert.Equal(["1", "2", "3"], answer.List("saved").Select(static s => s.GetProperty("output").ToString()));
        Assert.Equal(3, images.Names.Count());
    }

    [Fact]
    public async Task Two_files_are_fetched_from_a_host_at_once()
    {
        world.File.PauseAfter = 0;
        string[] urls = [.. Enumerable.Range(1, 5).Select(n => $"{world.Url}?{n}")];
        world.Providers.Overrides.Enqueue((request, exchange) => request.Target.Contains("/api/v1/task/", StringComparison.Ordinal)
            ? exchange.SendAsync(200, Completed(urls))
            : null);
        await using var server = world.Start();
        var saving = server.SaveAsync(SaveWorld.Task);
        await Eventually.IsTrueAsync(() => world.Fetches.Count == 2);
        await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);

        Assert.Equal(2, world.Fetches.Count);
        world.File.Gate.SetResult();
        Assert.Equal(5, (await saving).List("saved").Count);
    }

    [Fact]
    public async Task The_files_of_one_call_have_a_limit_together_and_the_next_call_goes_on()
    {
        string[] urls = [$"{world.Url}?1", $"{world.Url}?2"];
        world.Providers.Overrides.Enqueue((request, exchange) => request.Target.Contains("/api/v1/task/", StringComparison.Ordinal)
            ? exchange.SendAsync(200, Completed(urls))
            : null);
        Dictionary<string, string?> limits = new() { ["KLING_MCP_SAVE_MAX_TOTAL_MB"] = "1" };

        var first = await world.SaveAsync(limits);
        var second = await world.SaveAsync(limits);

        Assert.Contains("KLING_MCP_SAVE_MAX_TOTAL_MB sets the limit", first.Text(), StringComparison.Ordinal);
        Assert.NotEqual(true, first.IsError);
        Assert.Equal(2, second.List("saved").Count);
    }

    [Fact]
    public async Task What_has_arrived_when_the_limit_of_a_call_is_reached_is_kept()
    {
        world.File.Bytes = MediaFile.Video(1_500_000, seed: 1);
        world.File.Instead = async (_, exchange) =>
        {
            await exchange.RawAsync("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
            foreach (var piece in world.File.Bytes.Chunk(0x10000))
            {
                var size = string.Create(CultureInfo.InvariantCulture, $"{piece.Length:x}\r\n");
                byte[] chunk = [.. Encoding.ASCII.GetBytes(size), .. piece, .. "\r\n"u8];
                await exchange.RawAsync(chunk);
            }
        };

        var answer = await world.SaveAsync(new Dictionary<string, string?> { ["KLING_MCP_SAVE_MAX_TOTAL_MB"] = "1" });

        Assert.Equal("timeout", answer.At("failed.0.error.category"));
        var part = await File.ReadAllBytesAsync(world.PartPath, TestContext.Current.CancellationToken);
        Assert.InRange(part.Length, (1024 * 1024) + 1, 1_500_000);
        Assert.Equal(world.File.Bytes[..part.Length], part);
    }

    [Fact]
    public async Task The_answer_about_a_short_lived_address_names_the_tool_where_it_is_offered()
    {
        world.Providers.Add("useapi", "123456789", KlingTaskStatus.Succeeded, task => task with { Url = world.Url });
        await using var server = new ServerHarness(world.Providers.Environment("useapi"));
        await using var without = new ServerHarness(world.Providers.Environment("useapi").With("KLING_MCP_SAVE", "off"));

        var (told, untold) = (await server.GetAsync("useapi:123456789"), await without.GetAsync("useapi:123456789"));

        Assert.StartsWith("Short-lived: save_kling_outputs keeps it.", told.At("next"), StringComparison.Ordinal);
        Assert.StartsWith("Save it now", untold.At("next"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("KLING_MCP_SAVE", "off")]
    [InlineData("KLING_MCP_SAVE_DIR", "OFF")]
    public async Task The_tool_can_be_switched_off(string variable, string value)
    {
        await using var off = await ServerHarness.StartAsync(world.Environment.With(variable, value));
        var tools = await off.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain(tools, static tool => tool.Name == "save_kling_outputs");
    }

    [Fact]
    public void A_program_that_does_not_share_the_callers_disk_does_not_offer_the_tool()
    {
        var settings = Settings.Read(world.Environment.GetValueOrDefault, ProviderCatalog.All);
        using var services = new ServiceCollection().AddKlingMcp(settings).BuildServiceProvider();

        Assert.DoesNotContain(services.GetServices<McpServerTool>(), static tool => tool.ProtocolTool.Name == "save_kling_outputs");
    }

    private static string Completed(string[] urls)
    {
        var works = string.Join(',', urls.Select(static url => $$$"""{"content_type":"video","video":{"resource":"{{{url}}}"} }"""));
        return $$$"""
            {"code":200,"data":{"task_id":"{{{SaveWorld.Id}}}","model":"kling","status":"completed","output":{"works":[{{{works}}}]} } }
            """;
    }

    private sealed class Progress(List<string?> messages) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => messages.Add(value.Message);
    }
}
