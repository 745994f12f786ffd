using KlingMcp.Answers;
using KlingMcp.Domain;

namespace KlingMcp.Tests.Answers;

/// <summary>Which fields a task and its outputs have as a model.</summary>
public class TaskSummaryTests
{
    private const string Url = "https://media.example/1.mp4?Expires=1780000000";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000);
    private static readonly KlingTask Task = new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "completed");

    [Fact]
    public void A_task_without_outputs_has_no_list_of_them()
    {
        Assert.Null(Summary(Task).Outputs);
        Assert.Single(Summary(Task with { Outputs = [new(OutputType.Video) { Url = Url }] }).Outputs!);
    }

    [Fact]
    public void An_output_says_that_it_is_watermarked_deleted_or_expired_only_where_it_is()
    {
        KlingOutput output = new(OutputType.Video) { Url = Url };
        OutputSummary plain = new() { Type = OutputType.Video, Url = Url, ExpiresAt = "2026-05-28T20:26:40Z" };

        Assert.Equal(plain, OutputSummary.From(output, isFull: false, Now.AddSeconds(-1)));
        Assert.Equal(plain with { Expired = true }, OutputSummary.From(output, isFull: false, Now));
        Assert.Equal(
            plain with { Watermarked = true },
            OutputSummary.From(output with { Watermarked = true }, isFull: false, Now.AddSeconds(-1)));
        Assert.Equal(
            plain with { Deleted = true },
            OutputSummary.From(output with { Deleted = true }, isFull: false, Now.AddSeconds(-1)));
    }

    private static TaskSummary Summary(KlingTask task) => TaskSummary.From(task, isFull: false, next: null, Now);
}
