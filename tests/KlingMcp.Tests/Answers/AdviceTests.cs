using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Answers;

/// <summary>What answers say about failed tasks and failed lookups, literally.</summary>
public class AdviceTests
{
    private static readonly AnswerComposer Composer = new(TimeProvider.System);
    private static readonly AnswerComposer ForPerson = new(TimeProvider.System, wording: Wording.ForPerson);

    [Theory]
    [InlineData(nameof(FaultCategory.Moderation), null, false, "Change the prompt or the image; the same request will fail again.")]
    [InlineData(nameof(FaultCategory.InvalidInput), null, false, "Correct the input or its parameters; the same request will fail again.")]
    [InlineData(nameof(FaultCategory.InsufficientCredit), null, false, "Add credit at piapi, then submit it again.")]
    [InlineData(nameof(FaultCategory.GenerationFailed), null, true, "Such a reason passes: submit it again later.")]
    [InlineData(
        nameof(FaultCategory.GenerationFailed), null, false,
        "KlingMcp does not know this reason: read it before you submit again; a submission costs money.")]
    [InlineData(nameof(FaultCategory.GenerationFailed), true, false, "piapi says that it may succeed if submitted again.")]
    [InlineData(nameof(FaultCategory.Moderation), true, false, "piapi says that it may succeed if submitted again.")]
    [InlineData(nameof(FaultCategory.GenerationFailed), false, true, "piapi says that the same request will fail again.")]
    [InlineData(nameof(FaultCategory.Moderation), false, false, "Change the prompt or the image; the same request will fail again.")]
    public void A_failed_task_comes_with_advice_by_its_reason_and_by_what_the_provider_says(
        string category, bool? toldRetryable, bool passes, string advice)
    {
        TaskFailure failure = new(Enum.Parse<FaultCategory>(category), null, null) { ToldRetryable = toldRetryable, Passes = passes };
        KlingTask task = new(new("piapi", null, "1"), KlingTaskStatus.Failed, "failed") { Failure = failure };

        var answer = Composer.One(new LookupResult("piapi:1", task), isFull: false);

        Assert.EndsWith($". {advice}", answer.Text, StringComparison.Ordinal);
        Assert.Equal(advice, answer.Structured.GetProperty("error").GetProperty("hint").GetString());
    }

    [Theory]
    [InlineData(nameof(FaultCategory.InvalidInput), "goapi refused the request. Check the id.")]
    [InlineData(nameof(FaultCategory.NotConfigured), "goapi refused. Call list_kling_providers to see which variable to set.")]
    [InlineData(
        nameof(FaultCategory.NotFound),
        "goapi knows no such task. Check the id, and that it was made with the account of GOAPI_API_KEY.")]
    [InlineData(nameof(FaultCategory.Ambiguous), "goapi refused. Say which one is meant.")]
    [InlineData(
        nameof(FaultCategory.Auth), "goapi refused the key. Check GOAPI_API_KEY in the MCP host's configuration and restart it.")]
    [InlineData(
        nameof(FaultCategory.Permission),
        "goapi does not permit it. The account of GOAPI_API_KEY may not do this; check its rights at goapi.")]
    [InlineData(
        nameof(FaultCategory.InsufficientCredit),
        "goapi says that the account has no credit or quota left. Add credit or quota to the account of GOAPI_API_KEY at goapi.")]
    [InlineData(nameof(FaultCategory.RateLimited), "goapi wants fewer requests. Call again in a minute.")]
    [InlineData(nameof(FaultCategory.Moderation), "goapi refused. Change the prompt or the image.")]
    [InlineData(
        nameof(FaultCategory.ProviderUnavailable),
        "goapi is not available. This says nothing about the task; do not resubmit. Call again in a minute.")]
    [InlineData(nameof(FaultCategory.Timeout), "goapi took too long. Call again; the task itself is not affected.")]
    [InlineData(
        nameof(FaultCategory.Network),
        "goapi could not be reached. "
        + "Check the network and the base address of goapi, then call again; the task itself is not affected.")]
    [InlineData(
        nameof(FaultCategory.BadResponse),
        "goapi sent something that is no task. The answer of goapi could not be used; look at the task on its own site.")]
    [InlineData(nameof(FaultCategory.GenerationFailed), "goapi refused. Submit it again.")]
    [InlineData(nameof(FaultCategory.Internal), "goapi refused. This is a bug in kling-mcp; please report it.")]
    public void A_failed_lookup_says_what_happened_and_what_to_do_by_its_category(string name, string text)
    {
        var category = Enum.Parse<FaultCategory>(name);
        Fault fault = new(category) { Provider = "goapi", KeyVariables = "GOAPI_API_KEY" };

        var answer = Composer.Failure(fault);

        Assert.Equal($"{category.Word} at goapi: {text}", answer.Text);
        Assert.True(answer.IsError);
        var error = answer.Structured.GetProperty("error");
        Assert.Equal(category.Word, error.GetProperty("category").GetString());
        Assert.Equal(text, $"{error.GetProperty("message").GetString()}. {error.GetProperty("hint").GetString()}");
    }

    [Fact]
    public void Without_a_provider_and_a_key_the_sentences_speak_of_them_in_general()
    {
        Assert.Equal(
            "permission: the provider does not permit it. "
            + "The account of the key's variable may not do this; check its rights at the provider.",
            Composer.Failure(new(FaultCategory.Permission)).Text);
        Assert.Equal(
            "network: the provider could not be reached. "
            + "Check the network and the base address of the provider, then call again; the task itself is not affected.",
            Composer.Failure(new(FaultCategory.Network)).Text);
    }

    [Theory]
    [InlineData(
        nameof(FaultCategory.ProviderUnavailable), 1, null,
        "This says nothing about the task; do not resubmit. Call again in a minute.")]
    [InlineData(
        nameof(FaultCategory.ProviderUnavailable), 3, 4100,
        "Asked 3 times. This says nothing about the task; do not resubmit. Call again in 5 s.")]
    [InlineData(nameof(FaultCategory.Timeout), 2, null, "Asked 2 times. Call again; the task itself is not affected.")]
    [InlineData(nameof(FaultCategory.RateLimited), null, 30_000, "Call again in 30 s.")]
    public void The_advice_tells_how_often_the_provider_was_asked_and_when_it_may_be_asked_again(
        string category, int? attempts, int? pause, string advice)
    {
        Fault fault = new(Enum.Parse<FaultCategory>(category))
        {
            Provider = "kie",
            Attempts = attempts,
            RetryAfter = pause is { } told ? TimeSpan.FromMilliseconds(told) : null,
        };

        var error = Composer.Failure(fault).Structured.GetProperty("error");

        Assert.Equal(advice, error.GetProperty("hint").GetString());
        Assert.Equal(attempts > 1, error.TryGetProperty("attempts", out _));
        Assert.Equal(pause is not null, error.TryGetProperty("retry_after_seconds", out _));
        Assert.True(error.GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public void A_fault_with_its_own_words_keeps_them_and_may_add_a_sentence_to_the_usual_ones()
    {
        Fault own = new(FaultCategory.InvalidInput, "the cursor is from yesterday")
        {
            Hint = "Begin the list again.",
            PersonHint = "Run the command without --cursor.",
        };
        Fault more = new(FaultCategory.NotFound)
        {
            Provider = "fal",
            KeyVariables = "FAL_KEY",
            MoreHint = "It may be under another model.",
        };

        Assert.Equal("invalid_input: the cursor is from yesterday. Begin the list again.", Composer.Failure(own).Text);
        Assert.Equal("invalid_input: the cursor is from yesterday. Run the command without --cursor.", ForPerson.Failure(own).Text);
        Assert.Equal(
            "invalid_input: no such page. Begin again.",
            ForPerson.Failure(new(FaultCategory.InvalidInput, "no such page") { Hint = "Begin again." }).Text);
        Assert.Equal(
            "not_found at fal: fal knows no such task. Check the id, and that it was made with the account of FAL_KEY. "
            + "It may be under another model.",
            Composer.Failure(more).Text);
    }

    [Fact]
    public void A_failed_lookup_shows_the_status_the_code_and_the_words_of_the_provider()
    {
        Fault fault = new(FaultCategory.RateLimited)
        {
            Provider = "kie",
            HttpStatus = 429,
            Code = "too many; wait",
            ProviderText = "slow down",
            RetryAfter = TimeSpan.FromSeconds(7),
        };

        Assert.Equal(
            "rate_limited at kie: \"slow down\" (HTTP 429, code \"too many; wait\"). Call again in 7 s.",
            Composer.Failure(fault).Text);
        Assert.Equal("slow down", Composer.Failure(fault).Structured.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(
            "rate_limited at kie: kie wants fewer requests (code E-7). Call again in a minute.",
            Composer.Failure(new(FaultCategory.RateLimited) { Provider = "kie", HttpStatus = 200, Code = "E-7" }).Text);
    }

    [Theory]
    [InlineData("10000")]
    [InlineData("0")]
    [InlineData("200")]
    [InlineData("SUCCESS")]
    [InlineData("failed")]
    [InlineData("Error")]
    public void A_code_that_a_provider_gives_to_every_failure_is_not_in_the_text(string code) => Assert.Equal(
        "not_configured at kie: kie refused. Call list_kling_providers to see which variable to set.",
        Composer.Failure(new(FaultCategory.NotConfigured) { Provider = "kie", Code = code }).Text);

    [Fact]
    public void A_search_in_vain_lists_who_was_asked_if_there_were_several_and_the_tasks_to_choose_from()
    {
        var made = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
        Fault several = new(FaultCategory.Ambiguous, "two tasks have this id")
        {
            Asked = [new("piapi", FaultCategory.NotFound), new("goapi", FaultCategory.Auth)],
            Candidates =
            [
                new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "done") { CreatedAt = made },
                new(new("goapi", null, "a"), KlingTaskStatus.Failed, "failed"),
            ],
        };

        Assert.Equal(
            """
            ambiguous: two tasks have this id. Say which one is meant.
            asked: piapi not_found, goapi auth
            candidate: succeeded piapi:a, created 2026-05-28T20:26:40Z
            candidate: failed goapi:a
            """,
            Composer.Failure(several).Text);
        Assert.DoesNotContain("asked:", Composer.Failure(several with { Asked = [several.Asked![0]] }).Text, StringComparison.Ordinal);
    }
}
