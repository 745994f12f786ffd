using System.Text;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Saving;

/// <summary>
/// What goes wrong while a file is saved, over real HTTP. Whatever happens, no wrong file is left: nothing, the whole file, or the part
/// that has arrived.
/// </summary>
public sealed class SaveFaultTests : IAsyncDisposable
{
    /// <summary>What arrives before the server pauses, in bytes.</summary>
    private const int PartLength = 600_000;

    private readonly SaveWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_connection_that_breaks_is_resumed_and_no_byte_comes_twice()
    {
        world.File.Cuts = 3;

        world.IsSaved(await world.SaveAsync());
        Assert.Equal(world.File.Bytes.Length, world.File.Sent);
        Assert.Equal(
            [null, "bytes=300000-", "bytes=600000-", "bytes=900000-"],
            world.Fetches.Select(static r => r.Headers.GetValueOrDefault("Range")));
        Assert.All(world.Fetches.Skip(1), static r => Assert.Equal("\"v1\"", r.Headers["If-Range"]));
    }

    [Theory]
    [InlineData(false, "\"v1\"")]
    [InlineData(true, null)]
    [InlineData(true, "W/\"weak\"")]
    public async Task A_server_that_cannot_resume_is_asked_for_the_whole_file_again(bool hasRanges, string? tag)
    {
        (world.File.Cuts, world.File.HasRanges, world.File.ETag) = (1, hasRanges, tag);

        world.IsSaved(await world.SaveAsync());
        Assert.Equal(300_000 + world.File.Bytes.Length, world.File.Sent);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_fetched_starts_again()
    {
        (world.File.Cuts, world.File.CutAfter) = (1, 400_000);
        world.File.Instead = (request, _) =>
        {
            if (!request.Headers.ContainsKey("Range")) return null;

            (world.File.ETag, world.File.Bytes) = ("\"v2\"", MediaFile.Video(900_000, seed: 2));
            return null;
        };

        world.IsSaved(await world.SaveAsync());
    }

    [Theory]
    [InlineData("bytes 0-699999/1000000", "\"v1\"")]
    [InlineData("bytes 300000-999999/2000000", "\"v1\"")]
    [InlineData("bytes 300000-999999/1000000", "\"v2\"")]
    [InlineData("items 300000-999999/1000000", "\"v1\"")]
    public async Task A_wrong_part_is_not_appended(string range, string tag)
    {
        world.File.Cuts = 1;
        world.File.Instead = (request, exchange) => request.Headers.ContainsKey("Range")
            ? exchange.SendAsync(206, new byte[700_000], $"Content-Range: {range}", $"ETag: {tag}")
            : null;

        world.IsSaved(await world.SaveAsync());
    }

    [Fact]
    public async Task A_call_that_is_killed_is_gone_on_with_in_another_process()
    {
        world.File.PauseAfter = PartLength;
        await using (var program = await ProgramHarness.StartInitializedAsync(world.Environment))
        {
            await program.SendAsync(Message.Call(1, "save_kling_outputs", $$"""{"task_id":"{{SaveWorld.Task}}"}"""));
            await PartArrivesAsync();
        }

        world.File.Gate.SetResult();
        world.IsSaved(await world.SaveAsync());
        Assert.Equal("bytes=600000-", world.Fetches[^1].Headers["Range"]);
    }

    [Fact]
    public async Task The_end_of_input_in_the_middle_answers_how_far_it_came()
    {
        world.File.PauseAfter = PartLength;
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment);
        await program.SendAsync(Message.Call(1, "save_kling_outputs", $$"""{"task_id":"{{SaveWorld.Task}}"}"""));
        await PartArrivesAsync();
        program.EndInput();

        var answer = await program.AnswerAsync(1);

        Assert.Contains("600 kB of 1 MB so far", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, (await program.EndAsync()).ExitCode);
        Assert.Equal([$"{SaveWorld.Stem}.part", $"{SaveWorld.Stem}.part.json"], world.Names);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_only_the_part_and_the_next_one_goes_on()
    {
        world.File.PauseAfter = PartLength;
        await using var server = world.Start();
        using CancellationTokenSource cancel = new();
        var saving = server.SaveAsync(SaveWorld.Task, cancel.Token);
        await PartArrivesAsync();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        await Eventually.IsTrueAsync(() => !IsLocked());
        world.File.Gate.SetResult();

        world.IsSaved(await server.SaveAsync(SaveWorld.Task));
        Assert.Equal("bytes=600000-", world.Fetches[^1].Headers["Range"]);
    }

    [Fact]
    public async Task A_slow_file_is_an_ordinary_answer_and_the_next_call_goes_on()
    {
        world.File.PauseAfter = PartLength;
        ManualTime time = new();
        await using var server = world.Start(time: time);
        var saving = server.SaveAsync(SaveWorld.Task);
        await PartArrivesAsync();
        time.Advance(TimeSpan.FromSeconds(25));
        time.Advance(TimeSpan.FromSeconds(16));

        var answer = await saving;

        Assert.NotEqual(true, answer.IsError);
        Assert.Equal(("[]", "timeout"), (answer.At("saved"), answer.At("failed.0.error.category")));
        Assert.Contains("600 kB of 1 MB so far", answer.Text(), StringComparison.Ordinal);
        Assert.Contains("Call save_kling_outputs again", answer.At("next"), StringComparison.Ordinal);
        world.File.Gate.SetResult();
        world.IsSaved(await server.SaveAsync(SaveWorld.Task));
        Assert.Equal("bytes=600000-", world.Fetches[^1].Headers["Range"]);
    }

    [Fact]
    public async Task A_server_that_stops_sending_is_given_up()
    {
        world.File.PauseAfter = PartLength;
        ManualTime time = new();
        await using var server = world.Start(time: time, more: Off("KLING_MCP_MAX_WAIT_SECONDS", "50"));
        var saving = server.SaveAsync(SaveWorld.Task);
        await PartArrivesAsync();
        var fetches = world.Fetches.Count;
        time.Advance(TimeSpan.FromSeconds(31));
        world.File.Gate.SetResult();
        await time.AdvanceUntilAsync(() => saving.IsCompleted, TimeSpan.FromSeconds(8));

        world.IsSaved(await saving);
        Assert.Equal(fetches + 1, world.Fetches.Count);
    }

    [Fact]
    public async Task An_endless_file_is_stopped_by_counting()
    {
        world.File.Instead = async (_, exchange) =>
        {
            await exchange.RawAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
            byte[] chunk = [.. "10000\r\n"u8, .. MediaFile.Video(0x10000, seed: 3), .. "\r\n"u8];
            while (true) await exchange.RawAsync(chunk);
        };

        await IsRefusedAsync("bad_response", "more than 1 MB", Off("KLING_MCP_SAVE_MAX_MB", "1"));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_begun()
    {
        world.File.Bytes = MediaFile.Video(1_100_000, seed: 1);

        await IsRefusedAsync("bad_response", "KLING_MCP_SAVE_MAX_MB", Off("KLING_MCP_SAVE_MAX_MB", "1"));
    }

    [Theory]
    [InlineData("", "an empty file came")]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "a web page came")]
    [InlineData("{\"error\":\"expired\"}", "something else came")]
    [InlineData("\u007fELF", "something else came")]
    public async Task What_is_not_the_promised_kind_is_refused_whatever_its_status(string body, string text)
    {
        world.File.Bytes = Encoding.ASCII.GetBytes(body);
        world.File.Instead = (_, exchange) => exchange.SendAsync(200, world.File.Bytes, "Content-Type: video/mp4");

        await IsRefusedAsync("bad_response", text);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    public async Task An_expired_address_is_replaced_by_that_of_one_fresh_lookup(int status)
    {
        world.File.Instead = (_, exchange) =>
        {
            var dead = world.Lookups == 1;
            world.Url = $"{world.Providers.AddressOf("media")}/a.mp4?fresh";
            world.Providers.Add("piapi", SaveWorld.Id, KlingTaskStatus.Succeeded, task => task with { Url = world.Url });
            return dead ? exchange.SendAsync(status, "<Error/>") : null;
        };

        world.IsSaved(await world.SaveAsync());
        Assert.Equal(2, world.Lookups);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task An_address_that_stays_dead_is_told_after_one_fresh_lookup(int status)
    {
        world.File.Instead = (_, exchange) => exchange.SendAsync(status, "<Error/>");

        await IsRefusedAsync("not_found", "has expired");
        Assert.Equal(2, world.Lookups);
        Assert.Single(world.Fetches);
    }

    [Fact]
    public async Task A_file_that_was_saved_while_its_address_lived_is_already_there()
    {
        await world.SaveAsync();
        world.File.Instead = static (_, exchange) => exchange.SendAsync(403, "<Error/>");

        var answer = await world.SaveAsync();

        world.IsSaved(answer);
        Assert.Equal("True", answer.At("saved.0.already_there"));
    }

    [Fact]
    public async Task An_address_that_the_clock_says_has_expired_is_tried_all_the_same()
    {
        var url = $"{world.Url}?Expires=1600000000";
        world.Providers.Add("piapi", SaveWorld.Id, KlingTaskStatus.Succeeded, task => task with { Url = url });

        world.IsSaved(await world.SaveAsync());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_fault_that_passes_is_tried_again(int status)
    {
        var asked = 0;
        world.File.Instead = (_, exchange) => asked++ < 2 ? exchange.SendAsync(status, "") : null;

        world.IsSaved(await world.SaveAsync());
    }

    [Theory]
    [InlineData(500, "provider_unavailable", 3)]
    [InlineData(429, "rate_limited", 1)]
    [InlineData(400, "invalid_input", 1)]
    [InlineData(204, "bad_response", 1)]
    public async Task Another_status_is_told(int status, string category, int fetches)
    {
        world.File.Instead = (_, exchange) => exchange.SendAsync(status, "");

        await IsRefusedAsync(category, "");
        Assert.Equal(fetches, world.Fetches.Count);
    }

    [Fact]
    public async Task A_part_that_is_whole_is_not_fetched_again()
    {
        await File.WriteAllBytesAsync(world.PartPath, world.File.Bytes, TestContext.Current.CancellationToken);
        await WriteNoteAsync("\"v1\"");

        world.IsSaved(await world.SaveAsync());
        Assert.Equal(0, world.File.Sent);
    }

    [Theory]
    [InlineData("\"v0\"", 1_000_000)]
    [InlineData("\"v1\"", 1_200_000)]
    public async Task A_part_of_another_version_or_length_is_thrown_away(string tag, int length)
    {
        await File.WriteAllBytesAsync(world.PartPath, MediaFile.Video(length, seed: 9), TestContext.Current.CancellationToken);
        await WriteNoteAsync(tag, length);

        world.IsSaved(await world.SaveAsync());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"output":"piapi:another 1","version":"\"v1\"","length":1000000}""")]
    public async Task A_part_that_nobody_vouches_for_is_thrown_away(string note)
    {
        await File.WriteAllBytesAsync(world.PartPath, MediaFile.Video(500_000, seed: 9), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{world.PartPath}.json", note, TestContext.Current.CancellationToken);

        world.IsSaved(await world.SaveAsync());
    }

    [Fact]
    public async Task Redirects_in_a_ring_end()
    {
        world.File.Instead = (_, exchange) => exchange.SendAsync(302, "", $"Location: {world.Url}");

        await IsRefusedAsync("bad_response", "more than 5 redirects");
        Assert.Equal(6, world.Fetches.Count);
    }

    [Fact]
    public async Task A_compressed_body_is_not_unpacked()
    {
        world.File.Instead = (_, exchange) => exchange.SendAsync(200, [0x1F, 0x8B, 0x08, .. new byte[100]], "Content-Encoding: gzip");

        await IsRefusedAsync("bad_response", "something else came");
        Assert.Equal("identity", world.Fetches[0].Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_with_the_variable()
    {
        var answer = await world.SaveAsync(Off("KLING_MCP_SAVE_DIR", "/dev/null/here"));

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("error.category")));
        Assert.Contains("KLING_MCP_SAVE_DIR", answer.At("error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Fetches);
    }

    [Fact]
    public async Task A_folder_without_the_right_to_write_is_told_with_the_variable()
    {
        // Not even root makes a file there.
        Assert.SkipUnless(Directory.Exists("/sys/kernel"), "needs the sysfs of Linux");

        var answer = await world.SaveAsync(Off("KLING_MCP_SAVE_DIR", "/sys/kernel"));

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("failed.0.error.category")));
        Assert.Contains("KLING_MCP_SAVE_DIR", answer.At("failed.0.error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Fetches);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public async Task A_clock_that_jumps_ends_no_download(int days)
    {
        world.File.PauseAfter = PartLength;
        ManualTime time = new();
        await using var server = world.Start(time: time);
        var saving = server.SaveAsync(SaveWorld.Task);
        await PartArrivesAsync();
        time.AdjustTime(time.GetUtcNow().AddDays(days));
        world.File.Gate.SetResult();

        world.IsSaved(await saving);
        Assert.Single(world.Fetches);
    }

    [Fact]
    public async Task A_folder_that_vanishes_meanwhile_is_told()
    {
        world.File.PauseAfter = PartLength;
        await using var server = world.Start();
        var saving = server.SaveAsync(SaveWorld.Task);
        await PartArrivesAsync();
        Directory.Delete(world.Folder, recursive: true);
        world.File.Gate.SetResult();

        var answer = await saving;

        Assert.Equal((true, "not_configured"), (answer.IsError, answer.At("failed.0.error.category")));
        Assert.False(Directory.Exists(world.Folder));
    }

    [Fact]
    public async Task Two_processes_do_not_write_the_same_file()
    {
        world.File.PauseAfter = PartLength;
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment);
        await program.SendAsync(Message.Call(1, "save_kling_outputs", $$"""{"task_id":"{{SaveWorld.Task}}"}"""));
        await PartArrivesAsync();

        var second = await world.SaveAsync();
        world.File.Gate.SetResult();

        Assert.Contains("being saved by another process", second.Text(), StringComparison.Ordinal);
        Assert.Contains("already_there", (await program.AnswerAsync(1)).GetRawText(), StringComparison.Ordinal);
        world.IsSaved(await world.SaveAsync());
    }

    private static Dictionary<string, string?> Off(string variable, string value) => new() { [variable] = value };

    private Task PartArrivesAsync() =>
        Eventually.IsTrueAsync(() => new FileInfo(world.PartPath) is { Exists: true, Length: PartLength });

    private bool IsLocked()
    {
        try
        {
            using FileStream part = new(world.PartPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private Task WriteNoteAsync(string tag, int length = 1_000_000) => File.WriteAllTextAsync(
        $"{world.PartPath}.json",
        $$"""{"output":"{{SaveWorld.Task}} 1","version":"{{tag.Replace("\"", "\\\"", StringComparison.Ordinal)}}","length":{{length}}}""",
        TestContext.Current.CancellationToken);

    /// <summary>The output is not saved, and nothing is left of it.</summary>
    private async Task IsRefusedAsync(string category, string text, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var answer = await world.SaveAsync(settings);

        Assert.Equal((true, category, "[]"), (answer.IsError, answer.At("failed.0.error.category"), answer.At("saved")));
        Assert.Contains(text, answer.Text(), StringComparison.Ordinal);
        Assert.Empty(world.Names);
    }
}
