using KlingMcp.Domain;

namespace KlingMcp.Tests.Domain;

/// <summary>The words for states and categories in answers, and the properties of each.</summary>
public class WordsTests
{
    [Fact]
    public void Every_state_has_its_word() =>
        Assert.Equal(
            ["unknown", "queued", "processing", "succeeded", "failed", "cancelled"],
            Enum.GetValues<KlingTaskStatus>().Select(static s => s.Word));

    [Fact]
    public void Only_three_states_are_final() => Assert.Equal(
        [KlingTaskStatus.Succeeded, KlingTaskStatus.Failed, KlingTaskStatus.Cancelled],
        Enum.GetValues<KlingTaskStatus>().Where(static s => s.IsFinal));

    [Fact]
    public void Every_category_has_its_word() => Assert.Equal(
        [
            "internal", "invalid_input", "not_configured", "not_found", "ambiguous", "auth", "permission",
            "insufficient_credit", "rate_limited",
            "moderation", "provider_unavailable", "timeout", "network", "bad_response", "generation_failed",
        ],
        Enum.GetValues<FaultCategory>().Select(static c => c.Word));

    [Fact]
    public void Four_categories_are_transient() => Assert.Equal(
        [FaultCategory.RateLimited, FaultCategory.ProviderUnavailable, FaultCategory.Timeout, FaultCategory.Network],
        Enum.GetValues<FaultCategory>().Where(static c => c.IsTransient));

    [Fact]
    public void Only_a_reason_that_passes_may_succeed_if_submitted_again()
    {
        Assert.True(new TaskFailure(FaultCategory.GenerationFailed, null, null) { Passes = true }.Retryable);
        Assert.Null(new TaskFailure(FaultCategory.GenerationFailed, null, null).Retryable);
        Assert.False(new TaskFailure(FaultCategory.Moderation, null, null).Retryable);
        Assert.False(new TaskFailure(FaultCategory.InvalidInput, null, null).Retryable);
        Assert.False(new TaskFailure(FaultCategory.InsufficientCredit, null, null).Retryable);
    }

    [Fact]
    public void A_reference_is_written_as_the_next_call_takes_it()
    {
        Assert.Equal("piapi:abc", new TaskReference("piapi", null, "abc").ToString());
        Assert.Equal("cometapi:videos/image2video/12", new TaskReference("cometapi", "videos/image2video", "12").ToString());
    }

    [Fact]
    public void A_voice_or_an_element_is_usable_by_its_id_and_a_file_by_its_address()
    {
        Assert.True(new KlingOutput(OutputType.Voice) { Id = "1" }.IsUsable);
        Assert.True(new KlingOutput(OutputType.Element) { Id = "1" }.IsUsable);
        Assert.True(new KlingOutput(OutputType.Video) { Url = "https://a.example/1" }.IsUsable);
        Assert.False(new KlingOutput(OutputType.Video) { Id = "1" }.IsUsable);
        Assert.False(new KlingOutput(OutputType.Voice).IsUsable);
    }
}
