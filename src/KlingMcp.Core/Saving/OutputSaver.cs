using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Saving;

/// <summary>Saves one output of a task.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="network">Tells the free space.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class OutputSaver(MediaClient client, MediaNetwork network, SaveOptions options, TimeProvider time)
{
    /// <summary>Saves the file, or says why it is not saved. Throws only when the caller gave up.</summary>
    public async Task<Result<SavedFile>> SaveAsync(OutputJob job, CallDeadline deadline)
    {
        PartFile? part = null;
        try
        {
            part = PartFile.Open(job.Folder, job.Stem);
            return await SaveAsync(job, part, deadline.Token);
        }
        catch (SaveFaultException e)
        {
            // What cannot become the file is removed. What breaks off stays for the next call.
            if (part is { Length: 0 } || e.Fault.Category is FaultCategory.BadResponse) part?.Discard();
            return e.Fault;
        }
        catch (OperationCanceledException) when (!deadline.Caller.IsCancellationRequested)
        {
            return Unfinished(part!);
        }
        finally
        {
            job.Progress.End();
            part?.Dispose();
        }
    }

    private async Task<SavedFile> SaveAsync(OutputJob job, PartFile part, CancellationToken cancellationToken)
    {
        OutputFolder place = new(job.Folder, job.Stem);
        var recorded = await place.RecordedAsync(cancellationToken);
        try
        {
            Download download = new(client, options, () => network.FreeBytes(job.Folder), time)
            {
                Output = job.Output,
                Limit = job.Limit,
                Progress = job.Progress,
                SavedVersion = recorded?.Version,
            };
            if (await download.RunAsync(job.Target, part, cancellationToken) is { } arrived)
            {
                var (record, alreadyThere) = await place.PlaceAsync(part, arrived, cancellationToken);
                return Saved(record, alreadyThere);
            }
        }
        catch (SaveFaultException e) when (recorded is not null && e.Fault.Category is FaultCategory.NotFound)
        {
            // The address is dead, and the file was saved while it was alive.
        }

        part.Discard();
        return Saved(recorded!, alreadyThere: true);

        SavedFile Saved(SavedRecord record, bool alreadyThere) =>
            new(job.Place, place.PathOf(record), job.Target.Type, record.Length, record.Sha256, alreadyThere)
            {
                Watermarked = job.Watermarked,
            };
    }

    private static Fault Unfinished(PartFile part)
    {
        var (length, note) = (part.Length, part.Note);
        if (length == 0) part.Discard();
        var of = note?.Length is { } whole ? $" of {Size.Of(whole)}" : "";
        return new(FaultCategory.Timeout, length == 0 ? "no time was left for it" : $"{Size.Of(length)}{of} so far")
        {
            Hint = length == 0 || note?.Version is not null
                ? "Call again: it goes on from there."
                : "Its server cannot go on where it stopped. In a terminal kling-mcp save has no time limit.",
        };
    }
}

/// <summary>An output to save.</summary>
/// <param name="Target">Its file.</param>
/// <param name="Reference">The task.</param>
/// <param name="Place">Its place in the task, from 1.</param>
internal sealed record OutputJob(MediaTarget Target, TaskReference Reference, int Place)
{
    /// <summary>The folder, which exists.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the file has a watermark.</summary>
    public required bool Watermarked { get; init; }

    public required ByteLimit Limit { get; init; }

    public required FileProgress Progress { get; init; }

    /// <summary>The file's name without an extension.</summary>
    public string Stem => OutputName.StemOf(Reference.Provider, Reference.Id, Place, Watermarked);

    /// <summary>Names the output in the part file's note.</summary>
    public string Output => $"{Reference} {Place}{(Watermarked ? " watermarked" : "")}";
}
