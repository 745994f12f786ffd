using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Fal;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Fal;

/// <summary>fal: the rows of the search over an account's requests.</summary>
public class FalHistoryTests
{
    private const string Id = "019e8887-0000-7f31-88fc-1ed35f2bc8bb";
    private const string Ended = "\"ended_at\":\"2026-11-01T10:02:00Z\"";
    private const string Video = "\"json_output\":{\"video\":{\"url\":\"https://v3b.fal.media/a.mp4\"}}";

    private static readonly TaskList List = FalProvider.Descriptor.Keys[0].Api.Lists[0];

    [Fact]
    public void A_row_has_the_times_the_prompt_and_the_result_of_its_request()
    {
        var task = Row($$"""
            "endpoint_id":"fal-ai/kling-image/v1","status_code":200,"sent_at":"2026-11-01T10:00:00Z",
            "started_at":"2026-11-01T10:01:00Z",{{Ended}},"json_input":{"prompt":"a cat"},{{Video}}
            """);

        Assert.Equal($"fal:fal-ai/kling-image/{Id}", task.Reference.ToString());
        Assert.Equal(("fal-ai/kling-image", "fal-ai/kling-image/v1", false), (task.Kind, task.Model, task.IsOtherModel));
        Assert.Equal((KlingTaskStatus.Succeeded, "200", "a cat"), (task.Status, task.ProviderStatus, task.Prompt));
        Assert.Equal((At(0), At(2)), (task.CreatedAt, task.FinishedAt));
        Assert.Equal(["https://v3b.fal.media/a.mp4"], task.Outputs.Select(static o => o.Url));
    }

    [Fact]
    public void A_row_without_a_model_or_the_time_of_sending_tells_what_it_has()
    {
        var task = Row("\"started_at\":\"2026-11-01T10:01:00Z\"");

        Assert.Equal((null, null, At(1)), (task.Kind, task.Model, task.CreatedAt));
        Assert.Equal((KlingTaskStatus.Processing, "", null), (task.Status, task.ProviderStatus, task.FinishedAt));
    }

    [Fact]
    public void Input_and_output_may_be_json_in_a_text()
    {
        var task = Row("""
            "status_code":"200","json_input":"{\"prompt\":\"a cat\"}","json_output":"{\"video\":{\"url\":\"https://v3b.fal.media/a.mp4\"}}"
            """);

        Assert.Equal(("a cat", 1), (task.Prompt, task.Outputs.Count));
    }

    [Theory]
    [InlineData($"\"status_code\":200,{Video}", KlingTaskStatus.Succeeded)]
    [InlineData($"\"status_code\":299,{Video}", KlingTaskStatus.Succeeded)]
    [InlineData($"\"status_code\":300,{Ended}", KlingTaskStatus.Unknown)]
    [InlineData($"\"status_code\":399,{Ended}", KlingTaskStatus.Unknown)]
    [InlineData("\"status_code\":400", KlingTaskStatus.Failed)]
    [InlineData("\"status_code\":599", KlingTaskStatus.Failed)]
    [InlineData($"\"status_code\":600,{Ended}", KlingTaskStatus.Unknown)]
    [InlineData("\"status_code\":null", KlingTaskStatus.Queued)]
    [InlineData("\"started_at\":\"2026-11-01T10:01:00Z\"", KlingTaskStatus.Processing)]
    [InlineData($"{Ended},\"json_output\":{{\"detail\":\"no\"}}", KlingTaskStatus.Failed)]
    [InlineData($"{Ended},{Video}", KlingTaskStatus.Succeeded)]
    [InlineData(Ended, KlingTaskStatus.Unknown)]
    internal void The_state_follows_from_the_status_of_the_answer_or_from_what_there_is(string row, KlingTaskStatus status) =>
        Assert.Equal(status, Row(row).Status);

    [Theory]
    [InlineData("\"results\":[],\"has_more\":true,\"next_cursor\":\"7\"", "7")]
    [InlineData("\"results\":[],\"next_cursor\":\"7\"", "7")]
    [InlineData("\"results\":[],\"has_more\":false,\"next_cursor\":\"7\"", null)]
    [InlineData("\"results\":[],\"has_more\":true,\"next_cursor\":null", null)]
    [InlineData("\"items\":[],\"next_cursor\":\"7\"", "7")]
    public void A_page_leads_to_the_next_one_unless_it_says_that_there_is_none(string body, string? next) =>
        Assert.Equal(next, Page($"{{{body}}}").Next);

    [Fact]
    public void Rows_may_be_called_items_and_one_without_an_id_is_left_out() => Assert.Equal(
        [Id], Page($$"""{"items":[{"request_id":"{{Id}}"},{"status_code":200}]}""").Tasks.Select(static t => t.Reference.Id));

    [Theory]
    [InlineData("""{"results":{}}""", 200, FaultCategory.BadResponse)]
    [InlineData("""{"detail":"no"}""", 401, FaultCategory.Auth)]
    [InlineData("<html>", 200, FaultCategory.BadResponse)]
    internal void What_is_no_list_is_a_fault(string body, int status, FaultCategory category) =>
        Assert.Equal(category, List.Read(new(10), Responses.Of(status, body)).Fault!.Category);

    private static DateTimeOffset At(int minute) => new(2026, 11, 1, 10, minute, 0, TimeSpan.Zero);

    private static ListPage Page(string body) => List.Read(new(10), Responses.Ok(body)).Value!;

    private static KlingTask Row(string members) =>
        Assert.Single(Page($$"""{"results":[{"request_id":"{{Id}}",{{members}}}]}""").Tasks);
}
