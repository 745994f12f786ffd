using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Official;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Official;

/// <summary>The lists of the official API: what is asked for, with either kind of key, and which page comes next.</summary>
public class TaskHistoryTests
{
    private static readonly IReadOnlyList<KeyScheme> Keys = OfficialProvider.Descriptor.Keys;
    private static readonly TaskList Tasks = Keys[0].Api.Lists[0];
    private static readonly TaskList ByKind = Keys[1].Api.Lists[0];

    [Theory]
    [InlineData("", """{"limit":10}""")]
    [InlineData("Queued", """{"limit":10,"filters":[{"key":"status","values":["submitted"]}]}""")]
    [InlineData("Processing,Succeeded,Failed",
        """{"limit":10,"filters":[{"key":"status","values":["processing","succeeded","failed"]}]}""")]
    [InlineData("Failed,Unknown", """{"limit":10}""")]
    public void The_states_are_filtered_there_if_all_have_a_word(string statuses, string body) => Assert.Equal(body, BodyOf(new(10)
    {
        Statuses = [.. statuses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<KlingTaskStatus>)],
    }));

    [Fact]
    public void A_request_has_its_size_its_bounds_and_its_cursor()
    {
        Assert.Equal("""{"limit":500}""", BodyOf(new(501)));
        Assert.Equal(
            """{"limit":10,"cursor":"c","start_time":1000,"end_time":2000}""",
            BodyOf(new(10)
            {
                Page = "c",
                Since = DateTimeOffset.FromUnixTimeSeconds(1),
                Until = DateTimeOffset.FromUnixTimeSeconds(2),
            }));
    }

    [Fact]
    public void Each_list_has_its_own_path()
    {
        Assert.Equal(["tasks", "solutions"], Keys[0].Api.Lists.Select(static l => l.Call(new(1), Credentials.None([])).Target));
        Assert.True(Tasks.IsAsked(LookupPath.Read("tasks")));
        Assert.False(Tasks.IsAsked(LookupPath.Read("solutions")));
        Assert.False(Tasks.IsAsked(LookupPath.Read("tasks?task_ids=1")));
        Assert.Equal([false, true], Keys[0].Api.Lists.Select(static l => l.IsOptional));
    }

    [Theory]
    [InlineData("\"has_more\":true,\"next_cursor\":\"c\"", "c")]
    [InlineData("\"has_more\":false,\"next_cursor\":\"c\"", null)]
    [InlineData("\"next_cursor\":\"c\"", null)]
    [InlineData("\"has_more\":true", null)]
    public void The_next_page_has_a_cursor(string members, string? next) =>
        Assert.Equal(next, Tasks.Read(new(10), Responses.Ok($$"""{"code":0,"data":{"result":[],{{members}} } }""")).Value!.Next);

    [Fact]
    public void With_a_pair_of_keys_a_list_of_a_kind_is_read_by_the_number_of_the_page()
    {
        var kind = Keys[1].Api.Kinds[0];

        Assert.Equal($"v1/{kind}?pageNum=1&pageSize=50", ByKind.Call(new(10), Credentials.None([])).Target);
        Assert.Equal($"v1/{kind}?pageNum=4&pageSize=50", ByKind.Call(new(10) { Page = "4" }, Credentials.None([])).Target);
        Assert.Equal((null, "2", "5"), (NextAfter(49, null), NextAfter(50, null), NextAfter(50, "4")));

        static string? NextAfter(int rows, string? page)
        {
            var list = string.Join(
                ',', Enumerable.Range(0, rows).Select(static i => $$"""{"task_id":"{{i + 1000}}","task_status":"failed"}"""));
            return ByKind.Read(new(10) { Page = page }, Responses.Ok($$"""{"code":0,"data":[{{list}}]}""")).Value!.Next;
        }
    }

    [Fact]
    public void A_refused_pair_of_keys_names_both_variables()
    {
        var refused = Responses.Of(401, """{"code":1002,"message":"no"}""");
        var listed = ByKind.Read(new(10), refused).Fault!;
        var read = Assert.Single(Keys[1].Api.Read(new(["1"], Keys[1].Api.Kinds[0], false, false), refused)).Fault!;

        Assert.Equal("KLING_ACCESS_KEY and KLING_SECRET_KEY", listed.KeyVariables);
        Assert.NotNull(listed.MoreHint);
        Assert.Equal((listed.KeyVariables, listed.MoreHint), (read.KeyVariables, read.MoreHint));
    }

    private static string? BodyOf(ListRequest request) => Tasks.Call(request, Credentials.None([])).Json;
}
