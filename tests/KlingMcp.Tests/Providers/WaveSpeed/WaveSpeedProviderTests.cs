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
}
