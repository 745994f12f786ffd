using KlingMcp.Answers;
using KlingMcp.Domain;

namespace KlingMcp.Tests.Answers;

/// <summary>The lines about one task, literally.</summary>
public class TaskTextTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly KlingTask Running = new(new("piapi", null, "a"), KlingTaskStatus.Processing, "processing");
    private static readonly KlingTask Done = new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "completed");

    [Fact]
    public void A_running_task_of_which_no_more_is_known_is_its_state_and_its_reference()
    {
        Assert.Equal("processing piapi:a", TextOf(Running));
        Assert.Equal("processing piapi:a (image2video)", TextOf(Running with { Kind = "image2video" }));
    }

    [Fact]
    public void A_running_task_tells_its_word_its_age_its_progress_and_the_time_left()
    {
        KlingTask task = new(new("piapi", null, "a"), KlingTaskStatus.Unknown, "reticulating")
        {
            Kind = "image2video",
            CreatedAt = Now.AddSeconds(-34),
            Progress = 40,
            EtaSeconds = 60,
        };

        Assert.Equal(
            "unknown piapi:a (image2video): the provider says \"reticulating\", 34 s so far, 40 %, ~60 s left", TextOf(task));
        Assert.Equal("processing piapi:a: 40 %", TextOf(Running with { Progress = 40 }));
    }

    [Theory]
    [InlineData(1, "processing piapi:a: 1 s so far")]
    [InlineData(0, "processing piapi:a")]
    [InlineData(-1, "processing piapi:a")]
    public void A_task_has_an_age_only_after_it_was_made(int age, string text) =>
        Assert.Equal(text, TextOf(Running with { CreatedAt = Now.AddSeconds(-age) }));

    [Fact]
    public void What_was_asked_for_stands_first_in_the_brackets()
    {
        TaskFailure failure = new(FaultCategory.Moderation, null, null);

        Assert.Equal("processing piapi:a (asked as shot-09)", TextOf(Running, "shot-09"));
        Assert.Equal(
            "processing piapi:a (asked as shot-09, image2video): 40 %",
            TextOf(Running with { Kind = "image2video", Progress = 40 }, "shot-09"));
        Assert.Equal(
            "succeeded piapi:a (asked as shot-09, image2video, took 15 s)",
            TextOf(Done with { Kind = "image2video", CreatedAt = Now.AddSeconds(-15), FinishedAt = Now }, "shot-09"));
        Assert.Equal(
            "failed piapi:a (asked as shot-09): moderation. Change the prompt or the image; the same request will fail again.",
            TextOf(Done with { Status = KlingTaskStatus.Failed, Failure = failure }, "shot-09"));
    }

    [Fact]
    public void A_task_whose_id_is_a_handle_may_have_no_video() => Assert.Equal(
        "succeeded piapi:a\nimage: https://media.example/1.png",
        TextOf(Done with { TaskIdIsHandle = true, Outputs = [new(OutputType.Image) { Url = "https://media.example/1.png" }] }));

    [Theory]
    [InlineData(1_780_000_000, "EXPIRED image expires 2026-05-28 20:26Z: https://media.example/1.png?Expires=1780000000")]
    [InlineData(1_780_000_001, "image expires 2026-05-28 20:26Z: https://media.example/1.png?Expires=1780000001")]
    public void The_line_of_an_expired_address_begins_with_that(long expires, string line) => Assert.Equal(
        $"succeeded piapi:a\n{line}",
        TextOf(Done with { Outputs = [new(OutputType.Image) { Url = $"https://media.example/1.png?Expires={expires}" }] }));

    [Fact]
    public void An_output_without_an_address_ends_with_its_id()
    {
        KlingOutput voice = new(OutputType.Voice) { Id = "12" };

        Assert.Equal("succeeded piapi:a\nvoice id 12", TextOf(Done with { Outputs = [voice] }));
        Assert.Equal("succeeded piapi:a\nvoice deleted, former id 12", TextOf(Done with { Outputs = [voice with { Deleted = true }] }));
    }

    private static string TextOf(KlingTask task, string? asked = null) =>
        TaskText.Of(task, TaskSummary.From(task, isFull: false, next: null, Now), asked, next: null, Now);
}
