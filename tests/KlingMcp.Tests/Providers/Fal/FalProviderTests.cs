using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Fal;
using KlingMcp.Tests.Providers.Dialects;

namespace KlingMcp.Tests.Providers.Fal;

/// <summary>fal: the answer of the result once a request is completed.</summary>
public class FalProviderTests
{
    private const string Id = "019e8887-0000-7f31-88fc-1ed35f2bc8bb";

    private static readonly KlingTask Completed = FalLookup.ReadState(
        LookupRequest.About(Id), KlingAsk.ProviderResponse($$"""{"status":"COMPLETED","request_id":"{{Id}}"}""")).Value!;

    private static Result<KlingTask> Read(string body, int status, string? retryable = null) => FalLookup.ReadResult(
        Completed,
        KlingAsk.ProviderResponse(body, status) with
        {
            Header = name => name is "X-Fal-Retryable" ? retryable : null,
        });

    [Theory]
    [InlineData("""{"detail":[{"loc":["body"],"msg":"no","type":"content_policy_violation"}]}""", null, FaultCategory.Moderation, false)]
    [InlineData("""{"detail":[{"msg":"nothing came out","type":"no_media_generated"}]}""", null, FaultCategory.GenerationFailed, null)]
    [InlineData("""{"detail":[{"msg":"nothing came out","type":"no_media_generated"}]}""", "true", FaultCategory.GenerationFailed, true)]
    [InlineData("""{"detail":[{"msg":"nothing came out","type":"no_media_generated"}]}""", "false", FaultCategory.GenerationFailed, false)]
    [InlineData("""{"detail":"nothing came out"}""", null, FaultCategory.GenerationFailed, null)]
    internal void A_refusal_is_the_failed_task(string body, string? header, FaultCategory category, bool? retryable)
    {
        var task = Read(body, 422, header).Value!;

        Assert.Equal((KlingTaskStatus.Failed, category, retryable), (task.Status, task.Failure!.Category, task.Failure.Retryable));
    }

    [Fact]
    public void An_error_type_makes_a_server_error_the_failed_task() => Assert.Equal(
        ("runner_disconnected", KlingTaskStatus.Failed),
        Read("""{"detail":"gone","error_type":"runner_disconnected"}""", 503).Value is { } task
            ? (task.Failure!.Code, task.Status)
            : default);

    [Fact]
    public void A_server_error_without_a_type_passes() =>
        Assert.Equal(FaultCategory.ProviderUnavailable, Read("""{"detail":"oops"}""", 503).Fault!.Category);

    [Fact]
    public void A_result_that_is_gone_is_a_success_without_outputs()
    {
        var task = Read("""{"detail":"Request not found"}""", 404).Value!;

        Assert.Equal((KlingTaskStatus.Succeeded, 0), (task.Status, task.Outputs.Count));
        Assert.Contains("no longer", task.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_have_their_size()
    {
        var output = Assert.Single(Read(
            """{"images":[{"url":"https://v3.fal.media/a","content_type":"image/png","width":1024,"height":768}]}""", 200).Value!.Outputs);

        Assert.Equal((OutputType.Image, 1024, 768), (output.Type, output.Width, output.Height));
    }

    [Fact]
    public void The_key_is_sent_whole_or_made_of_its_halves()
    {
        var keys = FalProvider.Descriptor.Keys;

        Assert.Equal("Key i:s", KlingAsk.Authorization(
            keys[0].Api, new(new Dictionary<string, string> { ["FAL_KEY"] = "i:s" }), DateTimeOffset.UnixEpoch));
        Assert.Equal("Key i:s", KlingAsk.Authorization(
            keys[1].Api, new(new Dictionary<string, string> { ["FAL_KEY_ID"] = "i", ["FAL_KEY_SECRET"] = "s" }), DateTimeOffset.UnixEpoch));
    }
}
