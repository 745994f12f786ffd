using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.PiApi;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The history of the platform behind PiAPI and GoAPI: requests, rows in both spellings, pages.</summary>
public class PlatformHistoryTests
{
    private const string Id = "c16e5746-c46d-4287-9286-a06063c50a24";

    private static readonly LookupApi Api = PiApiProvider.Descriptor.Keys[0].Api;
    private static readonly TaskList List = Api.Lists[0];

    [Fact]
    public void The_request_has_the_page_the_size_the_family_and_the_bounds_with_a_second_more()
    {
        Assert.Equal("api/open/tasks/histories?page=1&page_size=10&model=kling", TargetOf(new(10)));
        Assert.Equal("api/open/tasks/histories?page=3&page_size=100&model=kling", TargetOf(new(101) { Page = "3" }));
        Assert.Equal(
            "api/open/tasks/histories?page=1&page_size=10&model=kling&start_time=100&end_time=201",
            TargetOf(new(10) { Since = DateTimeOffset.FromUnixTimeSeconds(100), Until = DateTimeOffset.FromUnixTimeSeconds(200) }));
        Assert.Contains("model=kling-turbo", Api.Lists[1].Call(new(10), Credentials.None([])).Target, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_family_has_a_list_of_its_own()
    {
        Assert.True(List.IsAsked(LookupPath.Read("api/open/tasks/histories?model=kling")));
        Assert.False(List.IsAsked(LookupPath.Read("api/open/tasks/histories?model=kling-turbo")));
        Assert.True(Api.Lists[1].IsAsked(LookupPath.Read("api/open/tasks/histories?model=kling-turbo")));
        Assert.False(List.IsAsked(LookupPath.Read("api/open/tasks?model=kling")));
    }

    [Theory]
    [InlineData("""
        "task_id":"ID","task_model":"kling","action":"video_generation","status":"completed",
        "created_at":"2026-11-01T10:00:00Z","updated_at":"2026-11-01T10:02:00Z"
        """)]
    [InlineData("""
        "taskId":"ID","taskModel":"kling","action":"video_generation","status":"completed",
        "createdAt":"2026-11-01T10:00:00Z","updatedAt":"2026-11-01T10:02:00Z"
        """)]
    public void A_row_is_read_in_both_spellings(string row)
    {
        var task = Assert.Single(Page($$"""{"code":200,"data":[{{{row.Replace("ID", Id, StringComparison.Ordinal)}}}]}""").Tasks);

        Assert.Equal((Id, KlingTaskStatus.Succeeded, "completed"), (task.Reference.Id, task.Status, task.ProviderStatus));
        Assert.Equal(("kling", "video_generation"), (task.Model, task.Kind));
        var made = new DateTimeOffset(2026, 11, 1, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal((made, made.AddMinutes(2)), (task.CreatedAt, task.FinishedAt));
    }

    [Fact]
    public void Rows_of_other_families_and_without_an_id_are_left_out_and_a_row_without_a_state_is_kept()
    {
        var page = Page($$"""
            {"code":200,"data":[{"task_id":"{{Id}}"},{"task_id":"1","task_model":"flux"},{"task_model":"kling","status":"completed"}]}
            """);

        var task = Assert.Single(page.Tasks);
        Assert.Equal((Id, ""), (task.Reference.Id, task.ProviderStatus));
    }

    [Theory]
    [InlineData("""{"code":200,"data":{"data":[ROW]}}""", 1)]
    [InlineData("""{"code":399,"data":[ROW]}""", 1)]
    [InlineData("""{"data":null}""", 0)]
    [InlineData("""{"data":{"data":null}}""", 0)]
    public void Rows_are_the_data_or_the_data_in_it(string body, int count) =>
        Assert.Equal(count, Page(body.Replace("ROW", $$"""{"task_id":"{{Id}}"}""", StringComparison.Ordinal)).Tasks.Count);

    [Theory]
    [InlineData(199, """{"data":[]}""", FaultCategory.BadResponse)]
    [InlineData(300, """{"data":[]}""", FaultCategory.BadResponse)]
    [InlineData(401, """{"data":[]}""", FaultCategory.Auth)]
    [InlineData(200, """{"code":400,"message":"what?","data":[]}""", FaultCategory.InvalidInput)]
    [InlineData(200, """{"data":{}}""", FaultCategory.BadResponse)]
    [InlineData(200, """{"data":{"data":{}}}""", FaultCategory.BadResponse)]
    [InlineData(200, "<html>", FaultCategory.BadResponse)]
    internal void What_is_no_list_is_a_fault(int status, string body, FaultCategory category) =>
        Assert.Equal(category, List.Read(new(10), Responses.Of(status, body)).Fault!.Category);

    [Fact]
    public void Any_status_of_success_will_do() => Assert.True(List.Read(new(10), Responses.Of(299, """{"data":[]}""")).IsSuccess);

    [Theory]
    [InlineData(2, 1, null, null, null)]
    [InlineData(2, 2, null, null, "2")]
    [InlineData(2, 3, null, null, "2")]
    [InlineData(2, 2, 5, null, "2")]
    [InlineData(2, 2, 4, "2", null)]
    [InlineData(2, 2, 5, "2", "3")]
    [InlineData(2, 2, 2, null, null)]
    [InlineData(150, 100, null, null, "2")]
    [InlineData(150, 99, null, null, null)]
    public void A_full_page_leads_to_the_next_unless_the_total_is_reached(int size, int rows, int? total, string? page, string? next)
    {
        var list = string.Join(',', Enumerable.Range(0, rows).Select(static i => $$"""{"task_id":"id-{{i}}"}"""));
        var told = total is { } all ? $",\"total\":{all}" : "";

        Assert.Equal(next, List.Read(
            new(size) { Page = page }, Responses.Ok($$"""{"code":200,"data":{"data":[{{list}}]{{told}} } }""")).Value!.Next);
    }

    private static string TargetOf(ListRequest request) => List.Call(request, Credentials.None([])).Target;

    private static ListPage Page(string body) => List.Read(new(10), Responses.Ok(body)).Value!;
}
