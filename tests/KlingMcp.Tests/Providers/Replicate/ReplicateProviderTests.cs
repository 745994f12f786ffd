using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Replicate;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Replicate;

/// <summary>Replicate: outputs of every form, removed results, reasons.</summary>
public class ReplicateProviderTests
{
    private const string Id = "hdwst0bb05rgp0cf0p29mzk2am";

    private static readonly LookupApi Api = ReplicateProvider.Descriptor.Keys[0].Api;

    private static KlingTask Read(string rest) => KlingAsk.Task(
        Api, LookupRequest.About(Id), $$"""{"id":"{{Id}}","model":"kwaivgi/kling-v2.1",{{rest}}}""");

    [Theory]
    [InlineData("\"https://e.example/a.mp4\"", 1)]
    [InlineData("[\"https://e.example/a.mp4\",\"https://e.example/b.mp4\"]", 2)]
    [InlineData("{\"video\":\"https://e.example/a\",\"audio\":\"https://e.example/b.mp3\"}", 2)]
    public void One_address_a_list_or_an_object_are_outputs(string output, int count)
    {
        var task = Read($"\"status\":\"succeeded\",\"source\":\"api\",\"output\":{output}");

        Assert.Equal(count, task.Outputs.Count);
        Assert.Equal(OutputType.Video, task.Outputs[0].Type);
        Assert.All(task.Outputs, static o => Assert.True(o.ShortLived));
        Assert.False(task.FoundBySearch);
    }

    [Fact]
    public void A_result_that_was_removed_is_still_a_success()
    {
        var task = Read("\"status\":\"succeeded\",\"output\":null,\"data_removed\":true");

        Assert.Equal(KlingTaskStatus.Succeeded, task.Status);
        Assert.Empty(task.Outputs);
        Assert.Contains("removed", task.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_ended_before_it_started_is_cancelled() =>
        Assert.Equal(KlingTaskStatus.Cancelled, Read("\"status\":\"aborted\",\"output\":null").Status);

    [Theory]
    [InlineData("The input or output was flagged as sensitive. (E005)", "E005", FaultCategory.Moderation)]
    [InlineData("Input validation error: prompt is required", null, FaultCategory.InvalidInput)]
    [InlineData("The model is at capacity (E003)", "E003", FaultCategory.GenerationFailed)]
    [InlineData("Prediction interrupted; please retry (code: PA)", null, FaultCategory.GenerationFailed)]
    [InlineData("Something (E9243)", "E9243", FaultCategory.GenerationFailed)]
    internal void The_code_is_read_out_of_the_reason(string error, string? code, FaultCategory category)
    {
        var failure = Read($"\"status\":\"failed\",\"error\":\"{error}\"").Failure!;

        Assert.Equal((code, category), (failure.Code, failure.Category));
    }
}
