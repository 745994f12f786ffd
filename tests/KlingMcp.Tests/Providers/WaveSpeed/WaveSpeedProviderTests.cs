using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.WaveSpeed;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.WaveSpeed;

/// <summary>WaveSpeed: final states and failure numbers.</summary>
public class WaveSpeedProviderTests
{
    private const string Id = "e6832d4abffb4d79bfbca19783fca133";

    private static readonly LookupApi Api = WaveSpeedProvider.Descriptor.Keys[0].Api;

    private static KlingTask Read(string rest, int envelope = 200) => KlingAsk.Task(
        Api,
        LookupRequest.About(Id),
        $$"""{"code":{{envelope}},"message":"x","data":{"id":"{{Id}}","model":"kwaivgi/kling-v3.0-std",{{rest}} } }""");

    [Theory]
    [InlineData(1200, FaultCategory.Moderation)]
    [InlineData(1401, FaultCategory.InvalidInput)]
    [InlineData(1402, FaultCategory.InvalidInput)]
    [InlineData(1405, FaultCategory.GenerationFailed)]
    internal void A_failure_without_known_words_is_read_by_its_number(int code, FaultCategory category)
    {
        var failure = Read($"\"status\":\"failed\",\"error\":\"task failed\",\"code\":{code}").Failure!;

        Assert.Equal((category, $"{code}"), (failure.Category, failure.Code));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("200")]
    public void The_code_of_a_success_is_none_of_a_failure(string code) =>
        Assert.Null(Read($"\"status\":\"failed\",\"error\":\"task failed\",\"code\":{code}").Failure!.Code);

    [Fact]
    public void A_failure_whose_result_was_judged_unsafe_is_moderation() => Assert.Equal(
        FaultCategory.Moderation,
        Read("\"status\":\"failed\",\"error\":\"task failed\",\"code\":1405,\"has_nsfw_contents\":[false,true]").Failure!.Category);

    [Theory]
    [InlineData("[\"https://e.example/1.mp4\",\"https://e.example/2.mp4\"]", 2)]
    [InlineData("\"https://e.example/1.mp4\"", 1)]
    [InlineData("[{\"url\":\"https://e.example/1\"}]", 1)]
    public void Outputs_are_addresses_or_objects(string outputs, int count)
    {
        var task = Read($"\"status\":\"COMPLETED\",\"outputs\":{outputs},\"error\":null");

        Assert.Equal((KlingTaskStatus.Succeeded, count, false), (task.Status, task.Outputs.Count, task.FoundBySearch));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5004)]
    public void A_call_that_gave_up_does_not_end_the_task(int envelope) =>
        Assert.Equal(KlingTaskStatus.Processing, Read("\"status\":\"processing\",\"code\":5004,\"error\":\"timeout\"", envelope).Status);

    [Fact]
    public void A_time_out_is_a_failure_that_passes()
    {
        var task = Read("\"status\":\"timeout\",\"error\":\"\"");

        Assert.Equal((KlingTaskStatus.Failed, true), (task.Status, task.Failure!.Retryable));
    }

    [Fact]
    public void Nine_fraction_digits_of_a_time_are_read() => Assert.Equal(
        new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero).AddTicks(1234567),
        Read("\"status\":\"created\",\"created_at\":\"2026-09-01T08:00:00.123456700Z\"").CreatedAt);

    [Theory]
    [InlineData(5000, true)]
    [InlineData(5003, true)]
    [InlineData(5004, true)]
    [InlineData(5001, null)]
    public void Some_numbers_of_failures_pass(int code, bool? retryable) => Assert.Equal(
        retryable, Read($"\"status\":\"failed\",\"error\":\"task failed\",\"code\":{code}").Failure!.Retryable);

    [Fact]
    public void The_prompt_is_in_the_input_and_a_task_may_come_without_an_envelope()
    {
        Assert.Equal("a boat", Read("\"status\":\"processing\",\"input\":{\"prompt\":\"a boat\"}").Prompt);
        Assert.Equal(
            KlingTaskStatus.Processing,
            KlingAsk.Task(Api, LookupRequest.About(Id), $$"""{"id":"{{Id}}","status":"processing"}""").Status);
    }

    [Fact]
    public void A_result_called_output_is_found()
    {
        var task = Read("\"status\":\"completed\",\"output\":{\"x\":\"https://e.example/1.mp4\"}");

        Assert.Equal(["https://e.example/1.mp4"], task.Outputs.Select(static o => o.Url));
    }

    [Theory]
    [InlineData("""{"code":503,"message":"later"}""", "later", "503")]
    [InlineData("""{"code":503,"error":{"message":"later"} }""", "later", "503")]
    [InlineData("""{"code":503,"error":"later"}""", "later", "503")]
    [InlineData("""{"code":200,"message":"later"}""", "later", null)]
    public void A_refusal_has_the_words_and_the_code_of_the_envelope(string body, string text, string? code)
    {
        var fault = KlingAsk.Fault(Api, LookupRequest.About(Id), body, 503);

        Assert.Equal((FaultCategory.ProviderUnavailable, text, code), (fault.Category, fault.ProviderText, fault.Code));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 100)]
    [InlineData(11, 100)]
    public void Its_list_is_asked_for_whole_pages_or_for_a_single_row(int wanted, int size) => Assert.Contains(
        $"\"page_size\":{size}}}", Api.Lists[0].Call(new(wanted), Credentials.None([])).Json, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"code":200,"data":[ROW]}""", 1)]
    [InlineData("""{"code":200,"data":{"items":[ROW,{"id":"x"},{"status":"completed"}]}}""", 1)]
    [InlineData("""{"code":200,"data":{"items":null}}""", 0)]
    public void Rows_are_the_data_or_its_items_and_need_an_id_and_a_state(string body, int count)
    {
        var row = $$"""{"id":"{{Id}}","status":"completed","outputs":["https://e.example/1.mp4"]}""";

        var page = Api.Lists[0].Read(new(10), KlingAsk.ProviderResponse(body.Replace("ROW", row, StringComparison.Ordinal))).Value!;

        Assert.Equal(count, page.Tasks.Count);
        Assert.All(page.Tasks, static t => Assert.Single(t.Outputs));
    }

    [Theory]
    [InlineData("\"outputs\":{\"x\":[\"https://e.example/1.mp4\"]}")]
    [InlineData("\"output\":\"https://e.example/1.mp4\"")]
    public void A_row_has_the_outputs_of_either_name(string member)
    {
        var page = Api.Lists[0].Read(new(10), KlingAsk.ProviderResponse(
            $$"""{"code":200,"data":{"items":[{"id":"{{Id}}","status":"completed",{{member}} }] } }""")).Value!;

        Assert.Equal(["https://e.example/1.mp4"], Assert.Single(page.Tasks).Outputs.Select(static o => o.Url));
    }

    [Theory]
    [InlineData(99, null, null)]
    [InlineData(100, null, "2")]
    [InlineData(100, "4", "5")]
    public void A_full_page_leads_to_the_next(int rows, string? page, string? next)
    {
        var items = string.Join(',', Enumerable.Range(0, rows).Select(static i => $$"""{"id":"{{i:x32}}","status":"completed"}"""));

        Assert.Equal(next, Api.Lists[0].Read(
            new(10) { Page = page }, KlingAsk.ProviderResponse($$"""{"code":200,"data":{"items":[{{items}}] } }""")).Value!.Next);
    }
}
