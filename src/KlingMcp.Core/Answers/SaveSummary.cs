using KlingMcp.Domain;
using KlingMcp.Saving;

namespace KlingMcp.Answers;

/// <summary>What became of a task's outputs. The output schema of the tool is made from this type.</summary>
internal sealed record SaveSummary
{
    /// <summary>The full reference.</summary>
    public required string Task { get; init; }

    /// <summary>In the order of the outputs.</summary>
    [BriefInSchema]
    public required IReadOnlyList<SavedSummary> Saved { get; init; }

    [BriefInSchema]
    public IReadOnlyList<FailedSummary>? Failed { get; init; }

    /// <summary>What to do next.</summary>
    public string? Next { get; init; }

    /// <param name="task">The task.</param>
    /// <param name="result">What became of its outputs.</param>
    public static SaveSummary From(KlingTask task, SaveResult result) => new()
    {
        Task = task.Reference.ToString(),
        Saved = [.. result.Saved.Select(SavedSummary.From)],
        Failed = result.Failed.Count > 0
            ? [.. result.Failed.Select(static f => new FailedSummary { Output = f.Place, Error = ErrorSummary.From(f.Fault) })]
            : null,
        Next = SaveText.NextStep(task, result),
    };
}

/// <summary>A saved output.</summary>
internal sealed record SavedSummary
{
    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    public OutputType Type { get; init; }

    public long Bytes { get; init; }

    /// <summary>In lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether an earlier call had saved it.</summary>
    public bool AlreadyThere { get; init; }

    /// <summary>Only when true.</summary>
    public bool? Watermarked { get; init; }

    /// <summary>The output's place in the task, from 1.</summary>
    public int Output { get; init; }

    public static SavedSummary From(SavedFile file) => new()
    {
        Path = file.Path,
        Type = file.Type,
        Bytes = file.Bytes,
        Sha256 = file.Sha256,
        AlreadyThere = file.AlreadyThere,
        Watermarked = file.Watermarked ? true : null,
        Output = file.Place,
    };
}

/// <summary>An output that is not saved.</summary>
internal sealed record FailedSummary
{
    /// <summary>The output's place in the task, from 1.</summary>
    public int Output { get; init; }

    public ErrorSummary? Error { get; init; }
}
