using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Faults;
using KlingMcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Lists;

/// <summary>
/// What every list goes through, over real HTTP, with the body that its provider documents: to the end, empty, broken, refused, slow, and
/// gone on with a day later. A second provider is there to see that it is not spoiled.
/// </summary>
public sealed class ListOfEachProviderTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Made = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly ProviderWorld world = new();

    /// <summary>The history of PiAPI and GoAPI goes on with the next page until one is empty; here the first one has everything.</summary>
    public ListOfEachProviderTests() => world.Overrides.Enqueue(static (request, exchange) =>
        request.Target.Contains("/api/open/tasks/histories?", StringComparison.Ordinal)
        && !request.Target.Contains("page=1&", StringComparison.Ordinal)
            ? exchange.SendAsync(200, """{"code":200,"data":{"data":[],"page":2},"message":"success"}""")
            : null);

    /// <summary>Every kind of key whose account lists its tasks.</summary>
    public static TheoryData<string> Listing => [.. Cases.Select(static c => c.Name)];

    /// <summary>Without the key pair, whose lists of single kinds would all have the same tasks here.</summary>
    public static TheoryData<string> Histories => [.. Cases.Where(static c => c.Name != "official (key pair)").Select(static c => c.Name)];

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task Pages_lead_to_the_end_without_a_gap_or_a_repeat(string name)
    {
        var listing = Find(name);
        string[] ids = [.. Enumerable.Range(0, 13).Select(i => Add(listing, i))];
        await using ServerHarness server = new(EnvironmentOf(listing));

        Assert.Equal(ids.Reverse(), await IdsOfAllPagesAsync(server, limit: 5));
    }

    [Theory]
    [InlineData("piapi")]
    [InlineData("goapi")]
    public async Task A_history_that_answers_every_page_with_the_first_one_ends(string name)
    {
        world.Overrides.Clear();
        var listing = Find(name);
        string[] ids = [.. Enumerable.Range(0, 3).Select(i => Add(listing, i))];
        await using ServerHarness server = new(EnvironmentOf(listing));

        Assert.Equal(ids.Reverse(), await IdsOfAllPagesAsync(server, limit: 2));
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task A_cursor_of_yesterday_leads_to_the_older_tasks_and_not_to_those_made_since(string name)
    {
        var listing = Find(name);
        string[] ids = [.. Enumerable.Range(0, 3).Select(i => Add(listing, i))];
        var yesterday = await ListAsync(EnvironmentOf(listing), """{"limit":2}""");
        Add(listing, 20 * 60);

        var today = await ListAsync(EnvironmentOf(listing), $$"""{"limit":2,"cursor":"{{yesterday.At("cursor")}}"}""");

        Assert.Equal([$"{listing.Provider}:{ids[2]}", $"{listing.Provider}:{ids[1]}"], References(yesterday));
        Assert.Equal([$"{listing.Provider}:{ids[0]}"], References(today));
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public async Task An_account_without_tasks_is_no_error(string name)
    {
        var listed = await ListAsync(EnvironmentOf(Find(name)));

        Assert.NotEqual(true, listed.IsError);
        Assert.Equal("No tasks.", listed.Text());
    }

    [Theory]
    [MemberData(nameof(Listing))]
    public Task A_list_that_is_cut_off_is_told(string name) =>
        IsToldBesideTheOtherAsync(
            name, "bad_response", static exchange => exchange.SendAsync(200, """{"code":0,"data":[{"task_id":"""));

    [Theory]
    [MemberData(nameof(Listing))]
    public Task A_page_for_people_in_place_of_the_list_is_told(string name) =>
        IsToldBesideTheOtherAsync(
            name, "bad_response", static exchange => exchange.SendAsync(200, "<html>Sign in", "Content-Type: text/html"));

    [Theory]
    [MemberData(nameof(Listing))]
    public Task A_refused_key_is_told(string name) =>
        IsToldBesideTheOtherAsync(name, "auth", static exchange => exchange.SendAsync(401, "{}"));

    [Theory]
    [MemberData(nameof(Listing))]
    public Task A_list_that_does_not_answer_is_told(string name) =>
        IsToldBesideTheOtherAsync(name, "timeout", static exchange => exchange.GoneAsync());

    private static IEnumerable<ProviderCase> Cases =>
        from one in ProviderCase.All
        let key = ProviderCatalog.Find(one.Provider)!.Keys.Single(k => k.Variables.SequenceEqual(one.Variables))
        where key.Api.Lists.Count > 0
        select one;

    private static async Task<IEnumerable<string>> IdsOfAllPagesAsync(ServerHarness server, int limit)
    {
        List<string> told = [];
        string? cursor = "";
        for (var calls = 0; cursor is not null; calls++)
        {
            Assert.True(calls < 20, "the cursor does not end");
            var page = cursor.Length > 0 ? $",\"cursor\":\"{cursor}\"" : "";
            var listed = await server.CallAsync("list_kling_tasks", $$"""{"limit":{{limit}}{{page}}}""");
            Assert.True(listed.IsError is not true, listed.Text());
            told.AddRange(References(listed));
            cursor = listed.At("cursor");
        }

        return told.Select(static reference => reference[(reference.IndexOf(':') + 1)..]);
    }

    private static ProviderCase Find(string name) => Cases.Single(c => c.Name == name);

    private static IEnumerable<string> References(CallToolResult listed) =>
        listed.List("tasks").Select(static t => t.GetProperty("task").GetString()!);

    /// <summary>Adds a task.</summary>
    /// <returns>Its id.</returns>
    private string Add(ProviderCase listing, int minute)
    {
        var id = $"{listing.Id[..^4]}{1000 + minute}";
        world.Add(listing.Provider, id, KlingTaskStatus.Succeeded, task => task with
        {
            CreatedAt = Made.AddMinutes(minute),
            UpdatedAt = Made.AddMinutes(minute).AddSeconds(20),
        });
        return id;
    }

    private Dictionary<string, string?> EnvironmentOf(ProviderCase listing)
    {
        var environment = world.Environment(listing.Provider);
        foreach (var variable in ProviderCatalog.Find(listing.Provider)!.Keys[0].Variables) environment.Remove(variable);
        foreach (var variable in listing.Variables) environment[variable] = $"canary-{listing.Provider}-key-of-the-tests";
        return environment;
    }

    private static async Task<CallToolResult> ListAsync(Dictionary<string, string?> environment, string arguments = "{}")
    {
        await using ServerHarness server = new(environment, retries: 0);
        return await server.CallAsync("list_kling_tasks", arguments);
    }

    private async Task IsToldBesideTheOtherAsync(string name, string category, Func<Exchange, Task> answer)
    {
        var listing = Find(name);
        var other = Find(listing.Provider == "replicate" ? "useapi" : "replicate");
        var id = Add(other, 0);
        world.Overrides.Enqueue((request, exchange) =>
            request.Target.StartsWith($"/{listing.Provider}/", StringComparison.Ordinal) ? answer(exchange) : null);
        var environment = EnvironmentOf(listing).Concat(EnvironmentOf(other)).ToDictionary();

        var listed = await ListAsync(environment.With("KLING_MCP_HTTP_TIMEOUT_SECONDS", "1"));

        Assert.NotEqual(true, listed.IsError);
        Assert.Equal([$"{other.Provider}:{id}"], References(listed));
        Assert.Equal((listing.Provider, category), (listed.At("errors.0.provider"), listed.At("errors.0.error.category")));
        Assert.Null(listed.At("errors.1"));
    }
}
