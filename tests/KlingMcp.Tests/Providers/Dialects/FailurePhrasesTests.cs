using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The table of phrases by which failures are classified, row by row and against each other.</summary>
public sealed class FailurePhrasesTests
{
    public static TheoryData<int> Rows => [.. Enumerable.Range(0, FailurePhrases.All.Count)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_example_of_a_row_matches_it_and_no_earlier_row_of_another_category(int row)
    {
        var (all, own) = (FailurePhrases.All, FailurePhrases.All[row]);
        var text = FailurePhrase.Normalize(own.Example);

        Assert.True(own.IsIn(text), $"\"{own.Example}\" does not match {own.Pattern}");
        Assert.Equal(own.Category, all.First(other => other.IsIn(text)).Category);
        Assert.NotEmpty(own.Source);
    }

    [Fact]
    public void Refused_content_is_tried_before_what_passes_bad_input_and_missing_credit()
    {
        FaultCategory[] order = [.. FailurePhrases.All.Select(static row => row.Category).Distinct()];

        Assert.Equal(
            [
                FaultCategory.Moderation, FaultCategory.GenerationFailed, FaultCategory.InvalidInput, FaultCategory.InsufficientCredit,
            ],
            order);
    }

    /// <summary>Texts of several reasons, and texts with a word that alone means nothing.</summary>
    [Theory]
    [InlineData("Your account credit not enough, please top up and try again later", "insufficient_credit")]
    [InlineData("余额不足，请充值后重试", "insufficient_credit")]
    [InlineData("INSUFFICIENT_CREDITS", "insufficient_credit")]
    [InlineData("insufficient_user_quota", "insufficient_credit")]
    [InlineData("There are no credits left", "insufficient_credit")]
    [InlineData("Too many concurrent tasks; your credits were refunded", "passes")]
    [InlineData("The upstream load balancer is not balanced", "passes")]
    [InlineData("Request timed out, quota refunded", "passes")]
    [InlineData("TIMEOUT", "passes")]
    [InlineData("任务超时，积分已退还", "passes")]
    [InlineData("CONTENT_VIOLATION", "moderation")]
    [InlineData("InputImageSensitiveContentDetected", "moderation")]
    [InlineData("The request was rejected as a result of our safety system", "moderation")]
    [InlineData("content_policy_violation", "moderation")]
    [InlineData("Your prompt goes against our community guidelines", "moderation")]
    [InlineData("图片违反社区规范", "moderation")]
    [InlineData("INVALID_IMAGE", "invalid_input")]
    [InlineData("图片invalid image", "invalid_input")]
    [InlineData("image resolution too small", "invalid_input")]
    [InlineData("The duration must be 5 or 10", "invalid_input")]
    [InlineData("视频时长超过限制", "invalid_input")]
    [InlineData("Failed to download the image from the given url", "invalid_input")]
    [InlineData("The quota was refunded", "unknown")]
    [InlineData("credits refunded", "unknown")]
    [InlineData("Internal error", "unknown")]
    [InlineData("internal server error, credit returned to your balance", "unknown")]
    [InlineData("The seed is case-sensitive", "unknown")]
    [InlineData("There is not enough light in the picture", "unknown")]
    [InlineData("Facebook login is no longer possible", "unknown")]
    [InlineData("upstream returned empty status", "unknown")]
    [InlineData("Failed to get channel info, channel ID: 7", "unknown")]
    [InlineData("something else", "unknown")]
    public void A_phrase_counts_and_a_lone_word_does_not(string text, string expected)
    {
        var failure = Read($"\"{text}\"");

        Assert.Equal(expected, failure.Retryable switch { null => "unknown", true => "passes", false => failure.Category.Word });
        Assert.Equal(text, failure.Message);
    }

    [Theory]
    [InlineData(1301, "moderation", false)]
    [InlineData(1303, "generation_failed", true)]
    [InlineData(1201, "invalid_input", false)]
    [InlineData(1102, "insufficient_credit", false)]
    [InlineData(10000, "generation_failed", null)]
    public void A_number_of_Kling_counts_when_the_words_are_unknown(int code, string category, bool? retryable)
    {
        var inner = Read($$"""{"code":{{code}},"message":"no luck"}""");

        Assert.Equal((category, retryable, "no luck"), (inner.Category.Word, inner.Retryable, inner.Message));
    }

    [Fact]
    public void The_code_of_the_failure_counts_more_than_one_inside_its_message()
    {
        var body = Json.Parse(Responses.Ok("""{"code":1201,"error":{"code":1301,"message":"no luck"}}"""));

        Assert.Equal(FaultCategory.InvalidInput, FailureReason.Read(body["code"], body["error"]).Category);
    }

    [Fact]
    public void Words_count_more_than_a_number() =>
        Assert.Equal(FaultCategory.Moderation, Read("""{"code":1201,"message":"Failure to pass the risk control system"}""").Category);

    [Theory]
    [InlineData("""  "{\"error\":{\"message\":\"NSFW content detected\"}}"  """)]
    [InlineData("""  [{"level":"info"},{"message":"started"},{"message":"NSFW content detected"}]  """)]
    [InlineData("""  {"message":"task failed","detail":{"reason":"NSFW content detected"}}  """)]
    public void A_known_reason_is_found_inside_objects_lists_and_JSON_in_a_text(string place)
    {
        var failure = Read(place);

        Assert.Equal((FaultCategory.Moderation, "NSFW content detected"), (failure.Category, failure.Message));
    }

    [Fact]
    public void The_reason_may_stand_behind_what_is_shown_of_a_long_text()
    {
        var failure = Read($"\"{new string('x', 400)} failure to pass the risk control system\"");

        Assert.Equal((FaultCategory.Moderation, VisibleText.MaxLength), (failure.Category, failure.Message?.Length));
    }

    private static TaskFailure Read(string place) =>
        FailureReason.Read(default, Json.Parse(Responses.Ok($$"""{"place":{{place}}}"""))["place"]);
}
