using KlingMcp.Domain;
using KlingMcp.Saving;

namespace KlingMcp.Answers;

/// <summary>Saved files in words.</summary>
internal static class SaveText
{
    /// <summary>One line of counts, then one for each file, then what to do.</summary>
    /// <param name="task">The task.</param>
    /// <param name="result">What became of its outputs.</param>
    /// <param name="next">What to do next; <see langword="null"/> for nothing.</param>
    /// <param name="wording">The wording for who reads it.</param>
    public static string Of(KlingTask task, SaveResult result, string? next, Wording wording)
    {
        List<string> lines = [$"saved {result.Saved.Count} of {result.Saved.Count + result.Failed.Count} outputs of {task.Reference}"];
        lines.AddRange(result.Saved.Select(Line));
        lines.AddRange(result.Failed.Select(f => $"output {f.Place} is not saved: {FaultText.Of(f.Fault, wording)}"));
        if (next is not null) lines.Add(next);
        return string.Join('\n', lines);
    }

    /// <summary>What to do next; <see langword="null"/> for nothing.</summary>
    public static string? NextStep(KlingTask task, SaveResult result, Wording wording)
    {
        string?[] steps =
        [
            .. result.Notes,
            !task.Status.IsFinal ? wording.SaveLater(task.Reference.ToString())
                : task.Status is not KlingTaskStatus.Succeeded ? null
                : result.Saved.Count + result.Failed.Count == 0 ? "Its outputs have no address, so there is nothing to save."
                : result.IsUnfinished ? wording.SaveAgain(task.Reference.ToString())
                : null,
        ];
        return string.Join(' ', steps.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    /// <summary>The progress of a call: <c>1 of 2 files, 34 MB of 120 MB</c>.</summary>
    public static string Of(SaveProgress progress)
    {
        var files = progress.Files;
        if (files.Count == 0) return "looking up";

        var total = files.All(static f => f.Total is not null) ? $" of {Size.Of(files.Sum(static f => f.Total ?? 0))}" : "";
        return $"{files.Count(static f => f.IsOver)} of {files.Count} files, {Size.Of(files.Sum(static f => f.Done))}{total}";
    }

    /// <summary><c>video 4.2 MB: /home/ada/Downloads/Kling/piapi-c16e5746-1.mp4</c>.</summary>
    private static string Line(SavedFile file) =>
        $"{file.Type.Word} {Size.Of(file.Bytes)}{(file.Watermarked ? ", watermarked" : "")}{(file.AlreadyThere ? ", already there" : "")}: "
        + file.Path;
}
