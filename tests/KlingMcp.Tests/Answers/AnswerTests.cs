using System.Text.Json;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Answers;

/// <summary>What a model reads, to the letter.</summary>
public class AnswerTests
{
    private static readonly ManualTime Time = new();
    private static readonly AnswerComposer AnswerComposer = new(Time);
    private static readonly DateTimeOffset Now = Time.GetUtcNow();

    [Fact]
    public void A_finished_task_is_two_lines()
    {
        var answer = AnswerComposer.One(Of(new(new("piapi", null, "c16e5746-c46d-4287-9286-a06063c50a24"), KlingTaskStatus.Succeeded, "completed")
        {
            Kind = "video_generation",
            CreatedAt = Now.AddSeconds(-200),
            FinishedAt = Now.AddSeconds(-100),
            Outputs = [new(OutputType.Video) { Url = "https://storage.theapi.app/videos/287172438328395.mp4", DurationSeconds = 5.1, Width = 960, Height = 960 }],
        }), isFull: false);

        Assert.Equal(
            """
            succeeded piapi:c16e5746-c46d-4287-9286-a06063c50a24 (video_generation, took 100 s)
            video 5.1 s 960x960: https://storage.theapi.app/videos/287172438328395.mp4
            """, answer.Text);
        Assert.False(answer.IsError);
    }

    [Fact]
    public void A_handle_and_an_expiry_are_told_and_the_address_stays_as_it_is()
    {
        var answer = AnswerComposer.One(Of(new(new("official", null, "933557962801545273"), KlingTaskStatus.Succeeded, "succeeded")
        {
            CreatedAt = Now.AddSeconds(-30),
            FinishedAt = Now.AddSeconds(-15),
            Outputs = [new(OutputType.Video) { Url = "https://v1.klingai.com/example.mp4?Expires=1795672794&Signature=a~b%2Fc+d", Id = "933557963000000001", DurationSeconds = 5.041 }],
        }), isFull: false);

        Assert.Equal(
            """
            succeeded official:933557962801545273 (took 15 s)
            video 5.041 s, id 933557963000000001, expires 2026-11-26 05:59Z: https://v1.klingai.com/example.mp4?Expires=1795672794&Signature=a~b%2Fc+d
            """, answer.Text);
        Assert.Equal("2026-11-26T05:59:54Z", answer.Structured.GetProperty("outputs")[0].GetProperty("expires_at").GetString());
    }

    [Fact]
    public void A_running_task_says_how_long_and_that_it_has_not_failed()
    {
        KlingTask task = new(new("useapi", null, "123456789"), KlingTaskStatus.Processing, "processing") { Kind = "m2v_img2video_hq", CreatedAt = Now.AddSeconds(-34), EtaSeconds = 60 };

        var answer = AnswerComposer.One(new WaitResult([new("123456789", task)], TimeSpan.FromSeconds(45), TimedOut: true));

        Assert.Equal("processing useapi:123456789 (m2v_img2video_hq): 34 s so far, ~60 s left. Not failed; call wait_for_kling_task again, do not resubmit.", answer.Text);
        Assert.Equal(45, answer.Structured.GetProperty("waited_seconds").GetInt32());
        Assert.True(answer.Structured.GetProperty("timed_out").GetBoolean());
    }

    [Fact]
    public void Of_several_the_time_that_was_up_and_the_pause_that_is_wanted_are_said_once()
    {
        KlingTask done = new(new("piapi", null, "a"), KlingTaskStatus.Cancelled, "cancelled");
        KlingTask running = new(new("piapi", null, "b"), KlingTaskStatus.Processing, "processing");
        LookupResult unread = new("piapi:c", new Fault(FaultCategory.ProviderUnavailable) { Provider = "piapi" });

        WaitResult neverRead = new([new("piapi:a", done), unread], TimeSpan.FromSeconds(4), TimedOut: true);
        WaitResult paused = new([new("piapi:b", running) { LastReadError = FaultCategory.RateLimited, Pause = TimeSpan.FromSeconds(90) }, new("piapi:a", done)], TimeSpan.FromSeconds(1), TimedOut: true);

        Assert.StartsWith("2 tasks: 1 finished, 0 running, 1 failed lookup. Not failed; call wait_for_kling_tasks again, do not resubmit.", AnswerComposer.Many(neverRead.Tasks, isFull: false, neverRead).Text, StringComparison.Ordinal);
        Assert.Contains("Not failed; call wait_for_kling_tasks again in 90 s, as its provider wants, do not resubmit.", AnswerComposer.Many(paused.Tasks, isFull: false, paused).Text, StringComparison.Ordinal);
        Assert.False(AnswerComposer.Many([new("piapi:a", done), unread], isFull: false, wait: null).Structured.TryGetProperty("next", out _));
    }

    [Fact]
    public void A_failed_task_says_why_and_what_to_do_and_is_no_error()
    {
        var answer = AnswerComposer.One(Of(new(new("official", "videos/image2video", "833446756000000001"), KlingTaskStatus.Failed, "failed")
        {
            Kind = "image2video",
            Failure = new(FaultCategory.Moderation, null, "Failure to pass the risk control system"),
        }), isFull: false);

        Assert.Equal(
            "failed official:videos/image2video/833446756000000001: moderation, \"Failure to pass the risk control system\". Change the prompt or the image; the same request will fail again.",
            answer.Text);
        Assert.False(answer.IsError);
        Assert.False(answer.Structured.GetProperty("error").GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public void A_dead_address_is_called_dead()
    {
        var answer = AnswerComposer.One(Of(new(new("official", null, "1"), KlingTaskStatus.Succeeded, "succeed")
        {
            Outputs = [new(OutputType.Image) { Url = "https://p1.example/a.png?ksTime=6a3f0000" }],
        }), isFull: false);

        Assert.Contains("dead", answer.Structured.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Contains("30 days", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_word_is_told_and_is_never_final()
    {
        var answer = AnswerComposer.One(Of(new(new("piapi", null, "1"), KlingTaskStatus.Unknown, "reticulating")), isFull: false);

        Assert.Equal("reticulating", answer.Structured.GetProperty("provider_status").GetString());
        Assert.False(answer.Structured.GetProperty("done").GetBoolean());
        Assert.Contains("\"reticulating\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stale_state_says_that_later_reads_failed()
    {
        LookupResult looked = new("1", new KlingTask(new("piapi", null, "1"), KlingTaskStatus.Processing, "processing")) { LastReadError = FaultCategory.Network };

        var answer = AnswerComposer.One(new WaitResult([looked], TimeSpan.FromSeconds(3), TimedOut: true));

        Assert.Equal("network", answer.Structured.GetProperty("last_read_error").GetString());
        Assert.Contains("failed (network)", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_full_tells_what_few_need()
    {
        KlingTask task = new(new("official", null, "1"), KlingTaskStatus.Succeeded, "succeed")
        {
            Prompt = "a paper boat",
            ExternalId = "shot-09",
            Parent = "77",
            Cost = "10 units",
            Outputs = [new(OutputType.Audio) { Url = "https://a.example/a.mp3", WavUrl = "https://a.example/a.wav", CoverUrl = "https://a.example/a.png", WatermarkedUrl = "https://a.example/w.mp3", Name = "hum" }],
        };

        var (compact, full) = (AnswerComposer.One(Of(task), isFull: false), AnswerComposer.One(Of(task), isFull: true));

        foreach (var name in new[] { "prompt", "external_id", "parent", "cost", "provider_status" })
        {
            Assert.False(compact.Structured.TryGetProperty(name, out _), name);
            Assert.True(full.Structured.TryGetProperty(name, out _), name);
        }

        foreach (var name in new[] { "wav_url", "cover_url", "watermarked_url", "name" })
        {
            Assert.False(compact.Structured.GetProperty("outputs")[0].TryGetProperty(name, out _), name);
            Assert.Contains(full.Structured.GetProperty("outputs")[0].GetProperty(name).GetString()!, full.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_several_tasks_the_advice_is_said_once_and_a_bad_id_spoils_nothing()
    {
        var answer = AnswerComposer.Many(
            [
                new("842250903629086785", new KlingTask(new("official", null, "842250903629086785"), KlingTaskStatus.Processing, "processing") { CreatedAt = Now.AddSeconds(-20) }),
                new("nope:1", new Fault(FaultCategory.InvalidInput, "\"nope\" is no provider") { Hint = "Providers: piapi." }),
                new("piapi:2", new KlingTask(new("piapi", null, "2"), KlingTaskStatus.Cancelled, "cancelled")),
            ],
            isFull: false, wait: null);

        Assert.False(answer.IsError);
        Assert.Equal(
            """
            3 tasks: 1 finished, 1 running, 1 failed lookup. Not failed; call wait_for_kling_tasks, do not resubmit.
            processing official:842250903629086785: 20 s so far
            cancelled piapi:2
            nope:1: invalid_input: "nope" is no provider. Providers: piapi.
            """, answer.Text);
        Assert.Equal("842250903629086785", answer.Structured.GetProperty("tasks")[0].GetProperty("asked").GetString());
        Assert.False(answer.Structured.GetProperty("tasks")[1].TryGetProperty("asked", out _));
        Assert.Equal("nope:1", answer.Structured.GetProperty("errors")[0].GetProperty("asked").GetString());
        Assert.Equal(JsonValueKind.String, answer.Structured.GetProperty("next").ValueKind);
    }

    [Fact]
    public void Several_tasks_of_which_none_could_be_read_are_an_error() =>
        Assert.True(AnswerComposer.Many([new("1", new Fault(FaultCategory.NotFound))], isFull: false, wait: null).IsError);

    [Theory]
    [InlineData(59, "59 s")]
    [InlineData(599, "599 s")]
    [InlineData(1800, "30 min")]
    [InlineData(7200 * 3, "6 h")]
    [InlineData(86400 * 5, "5 days")]
    public void An_age_is_told_in_the_unit_that_still_tells_something(int seconds, string age) => Assert.Equal(age, Seconds.Age(TimeSpan.FromSeconds(seconds)));

    private static LookupResult Of(KlingTask task) => new(task.Reference.ToString(), task);
}
