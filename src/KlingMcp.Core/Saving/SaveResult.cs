using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Saving;

/// <summary>What became of the outputs of a task.</summary>
/// <param name="Lookup">The task, looked up when the call began.</param>
internal sealed record SaveResult(LookupResult Lookup)
{
    public IReadOnlyList<SavedFile> Saved { get; init; } = [];

    public IReadOnlyList<FailedFile> Failed { get; init; } = [];

    /// <summary>What else the answer has to say, in whole sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the call ended before everything was fetched; another call goes on.</summary>
    public bool IsUnfinished => Failed.Any(static f => f.Fault.Category is FaultCategory.Timeout);
}

/// <summary>A saved output.</summary>
/// <param name="Place">Its place in the task, from 1.</param>
/// <param name="Path">The full path.</param>
/// <param name="Type">Its type.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
/// <param name="AlreadyThere">Whether an earlier call had saved it.</param>
internal sealed record SavedFile(int Place, string Path, OutputType Type, long Bytes, string Sha256, bool AlreadyThere)
{
    public bool Watermarked { get; init; }
}

/// <summary>An output that is not saved.</summary>
/// <param name="Place">Its place in the task, from 1.</param>
/// <param name="Fault">Why.</param>
internal sealed record FailedFile(int Place, Fault Fault);
