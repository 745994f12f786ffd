using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Tests.Answers;

/// <summary>The sentences that depend on who reads them, literally.</summary>
public class WordingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);

    [Theory]
    [InlineData(false, "Not failed; call wait_for_kling_task in 8 s, as its provider asks, do not resubmit.")]
    [InlineData(true, "Waited 20 s. Not failed; call wait_for_kling_task again in 8 s, as its provider asks, do not resubmit.")]
    public void A_model_is_told_to_call_the_tool_that_waits(bool waited, string next) =>
        Assert.Equal(next, NextFor(Running("a"), waited, Wording.ForModel));

    [Theory]
    [InlineData(false, "Not failed; do not resubmit. To wait in 8 s, as its provider asks, run: kling-mcp wait piapi:a")]
    [InlineData(
        true, "Waited 20 s. Not failed; do not resubmit. To go on waiting in 8 s, as its provider asks, run: kling-mcp wait piapi:a")]
    public void A_person_is_told_the_command_that_waits(bool waited, string next) =>
        Assert.Equal(next, NextFor(Running("a"), waited, Wording.ForPerson));

    [Fact]
    public void A_command_for_a_person_quotes_ids_for_the_shell_and_stays_in_the_sandbox()
    {
        Assert.EndsWith("run: kling-mcp wait 'piapi:a b' --sandbox", NextFor(Running("a b"), false, Wording.ForPersonInSandbox));
        Assert.EndsWith(
            "run: kling-mcp wait piapi:a_-.:/@+=b --sandbox", NextFor(Running("a_-.:/@+=b"), false, Wording.ForPersonInSandbox));
        Assert.Equal("For outputs or a failure's reason, run: kling-mcp get ID --sandbox", Wording.ForPersonInSandbox.OpenListed);
        Assert.Equal(
            "The address is short-lived. To keep the file, run: kling-mcp save ID --sandbox", Wording.ForPersonInSandbox.ShortLived);
        Assert.Equal(
            "What has arrived is kept. For the rest, run: kling-mcp save piapi:a --sandbox",
            Wording.ForPersonInSandbox.SaveAgain("piapi:a"));
    }

    [Theory]
    [InlineData(1, "The running one has not failed: call wait_for_kling_tasks with it (piapi:0), do not resubmit.")]
    [InlineData(2, "The running ones have not failed: call wait_for_kling_tasks with them (piapi:0, piapi:1), do not resubmit.")]
    [InlineData(
        10,
        "The running ones have not failed: call wait_for_kling_tasks with them (piapi:0, piapi:1, piapi:2, piapi:3, piapi:4, "
        + "piapi:5, piapi:6, piapi:7, piapi:8, piapi:9), do not resubmit.")]
    [InlineData(11, "The running ones have not failed: call wait_for_kling_tasks with them (the 11 of them), do not resubmit.")]
    public void A_model_is_told_which_of_several_tasks_still_run_up_to_ten_by_name(int running, string next) =>
        Assert.Equal(next, NextForSome(running, Wording.ForModel));

    [Fact]
    public void When_all_of_several_tasks_still_run_a_model_need_not_be_told_which()
    {
        LookupResult[] results = [new("piapi:a", Running("a")), new("piapi:b", Running("b"))];

        Assert.Equal("Not failed; call wait_for_kling_tasks, do not resubmit.", NextStep.For(results, null, Now, Wording.ForModel));
    }

    [Fact]
    public void Of_an_expired_address_it_is_said_how_to_see_the_prompt()
    {
        KlingTask task = new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "done")
        {
            Outputs = [new(OutputType.Video) { Url = "https://media.example/a.mp4?Expires=1780000000" }],
        };

        Assert.Equal(
            "The address has expired and is dead; results are kept 30 days. detail=full still gives the prompt.",
            NextStep.For(new("piapi:a", task), task, null, Now, Wording.ForModel));
        Assert.Null(NextStep.For(new("piapi:a", task), task, null, Now.AddSeconds(-1), Wording.ForModel));
    }

    [Theory]
    [InlineData(1, "The running one has not failed; do not resubmit. To wait for it, run: kling-mcp wait piapi:0")]
    [InlineData(2, "The running ones have not failed; do not resubmit. To wait for them, run: kling-mcp wait piapi:0 piapi:1")]
    public void A_person_is_told_the_command_that_waits_for_those_that_still_run(int running, string next) =>
        Assert.Equal(next, NextForSome(running, Wording.ForPerson));

    [Fact]
    public void When_no_id_of_several_is_known_the_key_is_doubted()
    {
        LookupResult unknown = new("a", new Fault(FaultCategory.NotFound));
        LookupResult refused = new("b", new Fault(FaultCategory.Auth));

        Assert.Equal(
            "All 2 are unknown to this account: probably another key.", NextStep.For([unknown, unknown], null, Now, Wording.ForModel));
        Assert.Null(NextStep.For([unknown], null, Now, Wording.ForModel));
        Assert.Null(NextStep.For([unknown, refused], null, Now, Wording.ForModel));
    }

    [Fact]
    public void A_wait_that_was_shortened_says_how_long_one_call_waits()
    {
        var task = Running("a");
        WaitResult wait = new([new("piapi:a", task)], TimeSpan.FromSeconds(49.6), TimedOut: true)
        {
            ShortenedTo = TimeSpan.FromSeconds(50),
        };

        Assert.StartsWith(
            "Waited 50 s (a call waits 50 s at most). Not failed;", NextStep.For(wait.Tasks[0], task, wait, Now, Wording.ForModel));
        Assert.StartsWith("Not failed;", NextStep.For(wait.Tasks[0], task, wait with { TimedOut = false }, Now, Wording.ForModel));
    }

    [Fact]
    public void What_is_odd_about_a_task_is_said_before_the_result_is_used()
    {
        KlingTask task = new(new("fal", null, "a"), KlingTaskStatus.Succeeded, "done")
        {
            Model = "veo-3",
            IsOtherModel = true,
            FoundBySearch = true,
            Outputs = [new(OutputType.Video) { Url = "https://media.example/a.mp4", ShortLived = true }],
            Advice = "Ask for the clean file.",
        };

        Assert.Equal(
            "The last reads failed (network), so this state is older. This is not a Kling task: its model is \"veo-3\". "
            + "The provider's answer has a new shape: check that these outputs are the result. "
            + "Save it now: the address is short-lived. Ask for the clean file. Note: the kind was corrected.",
            NextStep.For(
                new("a", task) { LastReadError = FaultCategory.Network, Note = "the kind was corrected" },
                task,
                null,
                Now,
                Wording.ForModel));
        Assert.Contains(
            "Short-lived: save_kling_outputs keeps it.",
            NextStep.For(new("a", task), task, null, Now, Wording.ForSavingModel),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "clean file",
            NextStep.For(new("a", task), task with { Status = KlingTaskStatus.Failed }, null, Now, Wording.ForModel)!,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("looking, 3 s", null)]
    [InlineData("processing, 3 s", "processing")]
    public void The_progress_of_a_wait_for_one_task_is_its_state_and_the_time(string text, string? state)
    {
        LookupResult result = state is null ? new("a", new Fault(FaultCategory.Network)) : new("a", Running("a"));

        Assert.Equal(text, WaitText.Of(new([result], TimeSpan.FromSeconds(3.4), TimedOut: false)));
    }

    [Fact]
    public void The_progress_of_a_wait_for_several_is_how_many_have_ended()
    {
        LookupResult ended = new("b", new KlingTask(new("piapi", null, "b"), KlingTaskStatus.Failed, "failed"));

        Assert.Equal(
            "1 of 3 finished, 12 s",
            WaitText.Of(new([new("a", Running("a")), ended, new("c", new Fault(FaultCategory.Network))], TimeSpan.FromSeconds(12), false)));
    }

    [Theory]
    [InlineData(null, "12.34 USD")]
    [InlineData("2026-05-28T20:25:40Z", "12.34 USD")]
    [InlineData("2026-05-28T20:25:39Z", "12.34 USD (as of 2026-05-28 20:25Z)")]
    public void A_balance_that_is_older_than_a_minute_is_told_with_its_time(string? asOf, string text) =>
        Assert.Equal(text, BalanceText.Of("12.34 USD", asOf, Now));

    private static KlingTask Running(string id) => new(new("piapi", null, id), KlingTaskStatus.Processing, "processing");

    private static string NextFor(KlingTask task, bool waited, Wording wording)
    {
        LookupResult found = new(task.Reference.ToString(), task) { Pause = TimeSpan.FromSeconds(7.2) };
        return NextStep.For(found, task, waited ? new([found], TimeSpan.FromSeconds(20), TimedOut: true) : null, Now, wording)!;
    }

    private static string NextForSome(int running, Wording wording)
    {
        var tasks = Enumerable.Range(0, running).Select(static n => Running($"{n}"));
        KlingTask done = new(new("piapi", null, "done"), KlingTaskStatus.Succeeded, "done");
        return NextStep.For([.. tasks.Append(done).Select(static t => new LookupResult(t.Reference.ToString(), t))], null, Now, wording)!;
    }
}
