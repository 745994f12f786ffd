using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Saving;

namespace KlingMcp.Tests.Answers;

/// <summary>Saved files in words, literally.</summary>
public class SaveTextTests
{
    private static readonly SavedFile Saved = new(1, "/kling/a-1.mp4", OutputType.Video, 4_200_000, "ab", AlreadyThere: false);

    [Theory]
    [InlineData(
        nameof(KlingTaskStatus.Processing), 0, null,
        "Not failed, nothing to save yet: call wait_for_kling_task, then save_kling_outputs.")]
    [InlineData(nameof(KlingTaskStatus.Failed), 0, null, null)]
    [InlineData(nameof(KlingTaskStatus.Succeeded), 0, null, "Its outputs have no address, so there is nothing to save.")]
    [InlineData(nameof(KlingTaskStatus.Succeeded), 1, null, null)]
    [InlineData(
        nameof(KlingTaskStatus.Succeeded), 1, nameof(FaultCategory.Timeout), "Call save_kling_outputs again: what has arrived is kept.")]
    [InlineData(nameof(KlingTaskStatus.Succeeded), 0, nameof(FaultCategory.NotFound), null)]
    public void What_to_do_next_follows_from_the_state_and_from_what_was_saved(string status, int saved, string? failed, string? next)
    {
        KlingTask task = new(new("piapi", null, "a"), Enum.Parse<KlingTaskStatus>(status), "");
        SaveResult result = new(new LookupResult("a", task))
        {
            Saved = saved > 0 ? [Saved] : [],
            Failed = failed is null ? [] : [new(2, new Fault(Enum.Parse<FaultCategory>(failed)))],
        };

        Assert.Equal(next, SaveText.NextStep(task, result, Wording.ForModel));
        Assert.Equal(
            next is null ? "A note." : $"A note. {next}", SaveText.NextStep(task, result with { Notes = ["A note."] }, Wording.ForModel));
    }

    [Fact]
    public void Each_file_is_a_line_with_its_size_and_what_is_special_about_it()
    {
        KlingTask task = new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "");
        SaveResult result = new(new LookupResult("a", task))
        {
            Saved = [Saved, Saved with { Path = "/kling/a-2.mp4", AlreadyThere = true, Watermarked = true }],
            Failed = [new(3, new Fault(FaultCategory.NotFound, "the file is gone") { Hint = "Look the task up again." })],
        };

        Assert.Equal(
            """
            saved 2 of 3 outputs of piapi:a
            video 4.2 MB: /kling/a-1.mp4
            video 4.2 MB, watermarked, already there: /kling/a-2.mp4
            output 3 is not saved: not_found: the file is gone. Look the task up again.
            Next.
            """,
            SaveText.Of(task, result, "Next.", Wording.ForModel));
    }

    [Fact]
    public void The_progress_counts_the_files_that_are_over_and_adds_up_their_bytes_and_the_total_once_all_are_known()
    {
        SaveProgress progress = new();
        Assert.Equal("looking up", SaveText.Of(progress));

        var (first, second) = (progress.Add("a-1"), progress.Add("a-2"));
        Assert.Equal("0 of 2 files, 0 B", SaveText.Of(progress));
        first.Start(1_000_000, 3_000_000);
        Assert.Equal("0 of 2 files, 1 MB", SaveText.Of(progress));
        second.Start(2_000_000, 7_000_000);
        Assert.Equal("0 of 2 files, 3 MB of 10 MB", SaveText.Of(progress));
        first.Add(2_000_000);
        first.End();
        Assert.Equal("1 of 2 files, 5 MB of 10 MB", SaveText.Of(progress));
    }
}
