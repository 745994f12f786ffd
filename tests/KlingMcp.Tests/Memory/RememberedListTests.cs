using KlingMcp.Domain;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Memory;

/// <summary><c>list_kling_tasks</c> tells the tasks of providers without a list from memory.</summary>
public sealed class RememberedListTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Made = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly ProviderWorld world = new();
    private readonly DataFolder folder = new();
    private readonly ManualTime time = new();

    [Fact]
    public async Task Tasks_seen_in_an_earlier_session_are_listed_and_the_provider_is_named()
    {
        await SeeAsync("cometapi", Number(1), minute: 1, KlingTaskStatus.Succeeded);
        await SeeAsync("cometapi", Number(2), minute: 2, KlingTaskStatus.Processing);
        world.Add("official", Number(3), KlingTaskStatus.Failed, static t => t with { CreatedAt = Made.AddSeconds(90) });
        var asked = world.CountOf("cometapi");

        var listed = await ListAsync("{}", "official", "cometapi");

        Assert.Equal(
            [$"cometapi:videos/text2video/{Number(2)}", $"official:{Number(3)}", $"cometapi:videos/text2video/{Number(1)}"],
            Strings(listed, "task"));
        Assert.Equal(["memory", "provider", "memory"], Strings(listed, "source"));
        Assert.Contains(
            $"succeeded cometapi:videos/text2video/{Number(1)} (text2video)", listed.Text(), StringComparison.Ordinal);
        Assert.Contains("1 output, as last seen", listed.Text(), StringComparison.Ordinal);
        Assert.Contains("get_kling_task tells", listed.Text(), StringComparison.Ordinal);
        Assert.Equal("cometapi", listed.At("not_listed.0.provider"));
        Assert.Contains("shown from memory", listed.At("not_listed.0.why"), StringComparison.Ordinal);
        Assert.Equal(asked, world.CountOf("cometapi"));
    }

    [Fact]
    public async Task The_providers_word_counts_before_that_of_the_memory()
    {
        await SeeAsync("piapi", "c16e5746-c46d-4287-9286-a06063c50a24", minute: 1, KlingTaskStatus.Processing);
        world.Add(
            "piapi", "c16e5746-c46d-4287-9286-a06063c50a24", KlingTaskStatus.Failed, static t => t with { CreatedAt = Made.AddMinutes(1) });

        var listed = await ListAsync("{}", "piapi");

        Assert.Equal(["failed"], Strings(listed, "status"));
        Assert.Equal(["provider"], Strings(listed, "source"));
    }

    [Fact]
    public async Task Without_a_list_at_goapi_its_tasks_are_told_from_memory()
    {
        await SeeAsync("goapi", "c16e5746-c46d-4287-9286-a06063c50a24", minute: 1, KlingTaskStatus.Succeeded);
        world.Overrides.Enqueue(static (request, exchange) =>
            request.Target.StartsWith("/goapi/api/open/", StringComparison.Ordinal) ? exchange.SendAsync(404, "404 page not found") : null);

        var listed = await ListAsync("{}", "goapi");

        Assert.Equal(["memory"], Strings(listed, "source"));
        Assert.Contains("shown from memory", listed.At("not_listed.0.why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_that_were_only_listed_are_remembered_with_their_outputs()
    {
        world.Add("official", Number(1), KlingTaskStatus.Succeeded, static t => t with { CreatedAt = Made });
        await ListAsync("{}", "official");
        world.Overrides.Enqueue(static (request, exchange) =>
            request.Line.StartsWith("POST ", StringComparison.Ordinal) ? exchange.SendAsync(404, "404 page not found") : null);

        var listed = await ListAsync("{}", "official");

        Assert.Equal(["memory"], Strings(listed, "source"));
        Assert.Contains("1 output, as last seen", listed.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":"running"}""", 2)]
    [InlineData("""{"status":"succeeded"}""", 1)]
    [InlineData("""{"since":"2026-11-22T12:01:30Z"}""", 2)]
    public async Task Filters_hold_for_remembered_tasks_too(string arguments, int number)
    {
        await SeeAsync("ezmodel", Number(1), minute: 1, KlingTaskStatus.Succeeded);
        await SeeAsync("ezmodel", Number(2), minute: 2, KlingTaskStatus.Queued);

        var listed = await ListAsync(arguments, "ezmodel");

        Assert.Equal([$"ezmodel:{Number(number)}"], Strings(listed, "task"));
    }

    [Fact]
    public async Task Pages_of_remembered_and_listed_tasks_lead_to_the_end_without_a_gap_or_a_repeat()
    {
        for (var i = 0; i < 7; i++)
        {
            await SeeAsync("ezmodel", Number(i), minute: i / 3, KlingTaskStatus.Succeeded);
            world.Add("official", Number(20 + i), KlingTaskStatus.Failed, t => t with { CreatedAt = Made.AddMinutes(i / 2) });
        }

        await using ServerHarness server = new(folder.In(world.Environment("official", "ezmodel")), time);
        List<string?> told = [];
        for (string? cursor = ""; cursor is not null && told.Count < 50;)
        {
            var more = cursor.Length > 0 ? $",\"cursor\":\"{cursor}\"" : "";
            var listed = await server.CallAsync("list_kling_tasks", $$"""{"limit":3{{more}}}""");
            told.AddRange(Strings(listed, "task"));
            cursor = listed.At("cursor");
        }

        Assert.Equal(14, told.Count);
        Assert.Equal(told.Distinct(), told);
    }

    [Fact]
    public async Task With_the_memory_off_the_answer_says_so()
    {
        await using ServerHarness server = new(world.Environment("cometapi"));

        var listed = await server.CallAsync("list_kling_tasks", "{}");

        Assert.Contains("memory off: KLING_MCP_MEMORY is off", listed.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_of_unknown_age_counts_from_when_it_was_seen()
    {
        world.Add("aimlapi", "Ovf3vYFbCtZoh9VLDSBnq", KlingTaskStatus.Processing);
        await using ServerHarness server = new(folder.In(world.Environment("aimlapi")), time);
        await server.GetAsync("aimlapi:Ovf3vYFbCtZoh9VLDSBnq");
        time.Advance(TimeSpan.FromHours(3));

        var listed = await server.CallAsync("list_kling_tasks", "{}");

        Assert.Contains("first seen 3 h ago", listed.Text(), StringComparison.Ordinal);
        Assert.Null(listed.At("tasks.0.created_at"));
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        folder.Dispose();
    }

    private static string Number(int i) => $"8422509036290867{i + 10}";

    private static IEnumerable<string?> Strings(CallToolResult listed, string name) =>
        listed.List("tasks").Select(t => t.GetProperty(name).GetString());

    /// <summary>Looks a task up in a session that ends then.</summary>
    private async Task SeeAsync(string provider, string id, int minute, KlingTaskStatus status)
    {
        world.Add(provider, id, status, t => t with { CreatedAt = Made.AddMinutes(minute), Kind = "videos/text2video" });
        await using ServerHarness server = new(folder.In(world.Environment(provider)), time);
        await server.GetAsync($"{provider}:{(provider is "cometapi" ? "videos/text2video/" : "")}{id}");
    }

    private async Task<CallToolResult> ListAsync(string arguments, params string[] providers)
    {
        await using ServerHarness server = new(folder.In(world.Environment(providers)), time);
        return await server.CallAsync("list_kling_tasks", arguments);
    }
}
