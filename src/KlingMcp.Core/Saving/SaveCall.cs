using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Saving;

/// <summary>One call that saves the outputs of a task.</summary>
/// <param name="runtime">The task's provider.</param>
/// <param name="outputs">Saves one file.</param>
/// <param name="slots">Limits how many are fetched at once.</param>
/// <param name="deadline">The time that the call has.</param>
internal sealed class SaveCall(ProviderRuntime runtime, OutputSaver outputs, HostSlots slots, CallDeadline deadline)
{
    /// <summary>The folder, which exists.</summary>
    public required string Folder { get; init; }

    public required ByteLimit Limit { get; init; }

    public required SaveProgress Progress { get; init; }

    /// <summary>The task from a second lookup, made at most once; <see langword="null"/> if that fails.</summary>
    public required Lazy<Task<KlingTask?>> Renewed { get; init; }

    /// <summary>Saves one output: the file without watermark where there is one, else the file at its address.</summary>
    /// <param name="task">The task.</param>
    /// <param name="index">The output's index.</param>
    public async Task<SaveOutcome> SaveAsync(KlingTask task, int index)
    {
        var output = task.Outputs[index];
        var (clean, note) = await SaveCleanAsync(task, index);
        if (clean is not null) return clean;

        var result = await FetchAsync(task, index, output.Url!, output.Watermarked);
        if (result.Fault?.Category is FaultCategory.NotFound && await RenewedUrlAsync(index) is { } renewed && renewed != output.Url)
            result = await FetchAsync(task, index, renewed, output.Watermarked);
        return SaveOutcome.Of(index, result, note);
    }

    /// <summary>The outcome with the clean file; or why there is none, if it was asked for.</summary>
    private async Task<(SaveOutcome? Outcome, string? Note)> SaveCleanAsync(KlingTask task, int index)
    {
        var output = task.Outputs[index];
        if (!output.Watermarked || runtime.Account.Api.CleanFile is not { } api) return (null, null);
        if (await runtime.FindCleanFileAsync(api, output, deadline) is not { } asked) return (null, null);

        var fault = asked.Fault;
        if (asked.Value is { } clean)
        {
            var result = await FetchAsync(task, index, clean.Url, watermarked: false);
            if (result.IsSuccess || result.Fault.Category is FaultCategory.Timeout) return (SaveOutcome.Of(index, result), null);

            fault = result.Fault;
        }

        return (null, $"{runtime.Account.Name} did not give the file without watermark ({fault!.Category.Word}).");
    }

    private async Task<string?> RenewedUrlAsync(int index) =>
        (await Renewed.Value)?.Outputs is { } fresh && index < fresh.Count ? fresh[index].Url : null;

    private async Task<Result<SavedFile>> FetchAsync(KlingTask task, int index, string url, bool watermarked)
    {
        var output = task.Outputs[index];
        OutputJob job = new(new(runtime.Account, output.Type, url) { NeedsKey = output.NeedsKey is not null }, task.Reference, index + 1)
        {
            Folder = Folder,
            Watermarked = watermarked,
            Limit = Limit,
            Progress = Progress.Add($"{task.Reference} {index + 1}"),
        };
        try
        {
            var host = WebAddress.Read(url)?.Host ?? "";
            return await slots.RunAsync(host, () => outputs.SaveAsync(job, deadline), deadline.Token);
        }
        catch (OperationCanceledException) when (!deadline.Caller.IsCancellationRequested)
        {
            return new Fault(FaultCategory.Timeout, "no time was left for it") { Hint = "Call again for it." };
        }
    }
}

/// <summary>What became of one output. Exactly one of the first two is there.</summary>
internal sealed record SaveOutcome(SavedFile? Saved, FailedFile? Failed, string? Note)
{
    public static SaveOutcome Of(int index, Result<SavedFile> result, string? note = null) =>
        new(result.Value, result.Fault is { } fault ? new(index + 1, fault) : null, note);
}
