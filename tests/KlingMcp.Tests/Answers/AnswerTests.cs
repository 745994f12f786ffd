using System.Text.Json;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Saving;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Answers;

/// <summary>The text that a model reads, literally, and the structured answer beside it.</summary>
public class AnswerTests
{
    private static readonly ManualTime Time = new();
    private static readonly AnswerComposer Composer = new(Time);
    private static readonly DateTimeOffset Now = Time.GetUtcNow();

    [Fact]
    public void A_finished_task_is_one_line_and_one_more_for_its_output()
    {
        var answer = Compose(new(new("piapi", null, "c16e5746-c46d-4287-9286-a06063c50a24"), KlingTaskStatus.Succeeded, "completed")
        {
            Kind = "video_generation",
            CreatedAt = Now.AddSeconds(-200),
            FinishedAt = Now.AddSeconds(-100),
            Outputs =
            [
                new(OutputType.Video)
                {
                    Url = "https://storage.theapi.app/videos/287172438328395.mp4",
                    DurationSeconds = 5.1,
                    Width = 960,
                    Height = 960,
                },
            ],
        });

        Assert.Equal(
            """
            succeeded piapi:c16e5746-c46d-4287-9286-a06063c50a24 (video_generation, took 100 s)
            video 5.1 s 960x960: https://storage.theapi.app/videos/287172438328395.mp4
            """, answer.Text);
        Assert.False(answer.IsError);
    }

    [Fact]
    public void Several_outputs_are_counted_by_type()
    {
        KlingOutput video = new(OutputType.Video) { Url = "https://media.example/1.mp4" };
        KlingOutput image = new(OutputType.Image) { Url = "https://media.example/1.png" };
        KlingTask task = new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "completed") { Outputs = [video, video, image] };

        Assert.StartsWith("succeeded piapi:a (2 videos + 1 image)\nvideo: ", Compose(task).Text, StringComparison.Ordinal);
        Assert.StartsWith("succeeded piapi:a\nvideo: ", Compose(task with { Outputs = [video] }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_next_step_takes_the_id_of_the_task_the_first_video_without_an_id_says_so()
    {
        var answer = Compose(new(new("piapi", null, "c16e5746"), KlingTaskStatus.Succeeded, "completed")
        {
            TaskIdIsHandle = true,
            Outputs =
            [
                new(OutputType.Image) { Url = "https://media.example/1.png" },
                new(OutputType.Video) { Url = "https://media.example/2.mp4" },
                new(OutputType.Video) { Url = "https://media.example/3.mp4" },
            ],
        });

        Assert.EndsWith(
            """
            image: https://media.example/1.png
            video pass on the task id: https://media.example/2.mp4
            video: https://media.example/3.mp4
            """, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_shows_its_id_and_expiry_and_its_address_unchanged()
    {
        const string Url = "https://v1.klingai.com/example.mp4?Expires=1795672794&Signature=a~b%2Fc+d";
        var answer = Compose(new(new("official", null, "933557962801545273"), KlingTaskStatus.Succeeded, "succeeded")
        {
            CreatedAt = Now.AddSeconds(-30),
            FinishedAt = Now.AddSeconds(-15),
            Outputs = [new(OutputType.Video) { Url = Url, Id = "933557963000000001", DurationSeconds = 5.041 }],
        });

        Assert.Equal(
            $"""
            succeeded official:933557962801545273 (took 15 s)
            video 5.041 s, id 933557963000000001, expires 2026-11-26 05:59Z: {Url}
            """, answer.Text);
        Assert.Equal("2026-11-26T05:59:54Z", answer.Structured.GetProperty("outputs")[0].GetProperty("expires_at").GetString());
    }

    [Fact]
    public void A_running_task_shows_its_age_and_says_that_it_has_not_failed()
    {
        KlingTask task = new(new("useapi", null, "123456789"), KlingTaskStatus.Processing, "processing")
        {
            Kind = "m2v_img2video_hq",
            CreatedAt = Now.AddSeconds(-34),
            EtaSeconds = 60,
        };

        var answer = Composer.One(new WaitResult([new("123456789", task)], TimeSpan.FromSeconds(45), TimedOut: true));

        Assert.Equal(
            "processing useapi:123456789 (m2v_img2video_hq): 34 s so far, ~60 s left. "
            + "Waited 45 s. Not failed; call wait_for_kling_task again, do not resubmit.",
            answer.Text);
        Assert.Equal(45, answer.Structured.GetProperty("waited_seconds").GetInt32());
        Assert.True(answer.Structured.GetProperty("timed_out").GetBoolean());
    }

    [Fact]
    public void Several_tasks_share_one_advice_about_time_and_pauses()
    {
        KlingTask done = new(new("piapi", null, "a"), KlingTaskStatus.Cancelled, "cancelled");
        KlingTask running = new(new("piapi", null, "b"), KlingTaskStatus.Processing, "processing");
        LookupResult unread = new("piapi:c", new Fault(FaultCategory.ProviderUnavailable) { Provider = "piapi" });

        WaitResult neverRead = new([new("piapi:a", done), unread], TimeSpan.FromSeconds(4), TimedOut: true);
        LookupResult limited = new("piapi:b", running) { LastReadError = FaultCategory.RateLimited, Pause = TimeSpan.FromSeconds(90) };
        WaitResult paused = new([limited, new("piapi:a", done)], TimeSpan.FromSeconds(1), TimedOut: true);

        Assert.StartsWith(
            "0 succeeded, 0 failed, 1 cancelled, 0 running, 1 not looked up. "
            + "Waited 4 s. Not failed; call wait_for_kling_tasks again, do not resubmit.",
            Composer.Many(neverRead.Tasks, isFull: false, neverRead).Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "The running one has not failed: call wait_for_kling_tasks again with it (piapi:b) in 90 s, "
            + "as its provider asks, do not resubmit.",
            Composer.Many(paused.Tasks, isFull: false, paused).Text,
            StringComparison.Ordinal);
        var lookup = Composer.Many([new("piapi:a", done), unread], isFull: false, wait: null);
        Assert.False(lookup.Structured.TryGetProperty("next", out _));
    }

    [Fact]
    public void A_failed_task_is_an_ordinary_answer_with_its_reason_and_advice()
    {
        var answer = Compose(new(new("official", "videos/image2video", "833446756000000001"), KlingTaskStatus.Failed, "failed")
        {
            Kind = "image2video",
            Failure = new(FaultCategory.Moderation, null, "Failure to pass the risk control system"),
        });

        Assert.Equal(
            "failed official:videos/image2video/833446756000000001: moderation, \"Failure to pass the risk control system\". "
            + "Change the prompt or the image; the same request will fail again.",
            answer.Text);
        Assert.False(answer.IsError);
        Assert.False(answer.Structured.GetProperty("error").GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public void An_expired_address_is_called_dead()
    {
        var answer = Compose(new(new("official", null, "1"), KlingTaskStatus.Succeeded, "succeed")
        {
            Outputs = [new(OutputType.Image) { Url = "https://p1.example/a.png?ksTime=6a3f0000" }],
        });

        Assert.Contains("dead", answer.Structured.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Contains("30 days", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_status_word_is_shown_and_is_not_final()
    {
        var answer = Compose(new(new("piapi", null, "1"), KlingTaskStatus.Unknown, "reticulating"));

        Assert.Equal("reticulating", answer.Structured.GetProperty("provider_status").GetString());
        Assert.False(answer.Structured.GetProperty("done").GetBoolean());
        Assert.Contains("\"reticulating\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stale_state_says_that_later_reads_failed()
    {
        KlingTask task = new(new("piapi", null, "1"), KlingTaskStatus.Processing, "processing");
        LookupResult looked = new("1", task) { LastReadError = FaultCategory.Network };

        var answer = Composer.One(new WaitResult([looked], TimeSpan.FromSeconds(3), TimedOut: true));

        Assert.Equal("network", answer.Structured.GetProperty("last_read_error").GetString());
        Assert.Contains("failed (network)", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_fields_are_only_in_a_full_answer()
    {
        KlingTask task = new(new("official", null, "1"), KlingTaskStatus.Succeeded, "succeed")
        {
            Prompt = "a paper boat",
            ExternalId = "shot-09",
            Parent = "77",
            Cost = "10 units",
            Outputs =
            [
                new(OutputType.Audio)
                {
                    Url = "https://a.example/a.mp3",
                    WavUrl = "https://a.example/a.wav",
                    CoverUrl = "https://a.example/a.png",
                    WatermarkedUrl = "https://a.example/w.mp3",
                    Name = "hum",
                },
            ],
        };

        var (compact, full) = (Compose(task), Compose(task, full: true));

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
    public void Several_tasks_have_a_line_each_with_the_advice_once_and_a_failed_lookup_among_them()
    {
        KlingTask running = new(new("official", null, "842250903629086785"), KlingTaskStatus.Processing, "processing")
        {
            CreatedAt = Now.AddSeconds(-20),
        };
        var answer = Composer.Many(
            [
                new("842250903629086785", running),
                new("nope:1", new Fault(FaultCategory.InvalidInput, "\"nope\" is no provider") { Hint = "Providers: piapi." }),
                new("piapi:2", new KlingTask(new("piapi", null, "2"), KlingTaskStatus.Cancelled, "cancelled")),
            ],
            isFull: false, wait: null);

        Assert.False(answer.IsError);
        Assert.Equal(
            "0 succeeded, 0 failed, 1 cancelled, 1 running, 1 not looked up. The running one has not failed: "
            + "call wait_for_kling_tasks with it (official:842250903629086785), do not resubmit.\n"
            + """
            processing official:842250903629086785: 20 s so far
            cancelled piapi:2
            nope:1: invalid_input: "nope" is no provider. Providers: piapi.
            """, answer.Text);
        Assert.Equal("842250903629086785", answer.Structured.GetProperty("tasks")[0].GetProperty("asked").GetString());
        Assert.False(answer.Structured.GetProperty("tasks")[1].TryGetProperty("asked", out _));
        Assert.Equal("nope:1", answer.Structured.GetProperty("errors")[0].GetProperty("asked").GetString());
        Assert.Equal(JsonValueKind.String, answer.Structured.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("official:videos/image2video/Ab-1", null)]
    [InlineData(" IMAGE2VIDEO/AB-1 ", null)]
    [InlineData("ab-1", null)]
    [InlineData("shot-09", "shot-09")]
    [InlineData("https://api.example/Ab-1?x=1", "https://api.example/Ab-1?x=1")]
    public void What_was_asked_for_is_repeated_only_where_the_reference_does_not_show_it(string asked, string? repeated)
    {
        KlingTask task = new(new("official", "videos/image2video", "Ab-1"), KlingTaskStatus.Cancelled, "cancelled");

        var answer = Composer.One(new LookupResult(asked, task), isFull: false);

        Assert.Equal(
            $"cancelled official:videos/image2video/Ab-1{(repeated is null ? "" : $" (asked as {repeated})")}", answer.Text);
        Assert.Equal(repeated, answer.Structured.TryGetProperty("asked", out var told) ? told.GetString() : null);
    }

    [Fact]
    public void A_task_with_nothing_to_save_is_told_in_short()
    {
        KlingTask task = new(new("piapi", null, "a"), KlingTaskStatus.Processing, "processing")
        {
            ExternalId = "shot-09",
            Prompt = "a paper boat",
        };

        var answer = Composer.Saved(new SaveResult(new LookupResult("piapi:a", task)));

        Assert.Equal(
            "processing piapi:a. Not failed, nothing to save yet: call wait_for_kling_task, then save_kling_outputs.", answer.Text);
        Assert.False(answer.IsError);
    }

    [Fact]
    public void A_call_that_saves_is_an_error_only_if_nothing_is_saved_and_another_call_would_not_go_on()
    {
        KlingTask task = new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "completed");
        SavedFile saved = new(1, "/kling/a-1.mp4", OutputType.Video, 4_200_000, "ab", AlreadyThere: false);
        SaveResult gone = new(new LookupResult("piapi:a", task)) { Failed = [new(2, new Fault(FaultCategory.NotFound))] };

        Assert.True(Composer.Saved(gone).IsError);
        Assert.False(Composer.Saved(gone with { Saved = [saved] }).IsError);
        Assert.False(Composer.Saved(gone with { Failed = [new(2, new Fault(FaultCategory.Timeout))] }).IsError);
        Assert.False(Composer.Saved(gone with { Failed = [] }).IsError);
    }

    [Fact]
    public void Several_tasks_are_an_error_only_if_no_lookup_succeeded() =>
        Assert.True(Composer.Many([new("1", new Fault(FaultCategory.NotFound))], isFull: false, wait: null).IsError);

    [Theory]
    [InlineData(59, "59 s")]
    [InlineData(599, "599 s")]
    [InlineData(1800, "30 min")]
    [InlineData(7200 * 3, "6 h")]
    [InlineData(86400 * 5, "5 days")]
    public void An_age_is_written_in_seconds_minutes_hours_or_days(int seconds, string age) =>
        Assert.Equal(age, Seconds.Age(TimeSpan.FromSeconds(seconds)));

    private static Answer Compose(KlingTask task, bool full = false) =>
        Composer.One(new LookupResult(task.Reference.ToString(), task), full);
}
