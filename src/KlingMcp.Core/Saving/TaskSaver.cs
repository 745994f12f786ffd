using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Saving;

/// <summary>Saves the outputs of a task: looks it up, fetches the files side by side, and answers when the time is up.</summary>
internal sealed class TaskSaver(
    KlingTaskService tasks,
    ProviderRuntimes runtimes,
    OutputSaver outputs,
    SaveFolder folders,
    SaveOptions options,
    Shutdown shutdown,
    TimeProvider time) : IDisposable
{
    /// <summary>Stands for no limit.</summary>
    private static readonly TimeSpan AnyTime = TimeSpan.FromDays(7);

    private readonly HostSlots slots = new();

    /// <summary>Saves the outputs of one task.</summary>
    /// <param name="request">What to save, and where.</param>
    /// <param name="progress">Is told how far the files are.</param>
    /// <param name="cancellationToken">The caller gave up.</param>
    public async Task<SaveResult> SaveAsync(SaveRequest request, SaveProgress progress, CancellationToken cancellationToken)
    {
        var limit = request.HasNoTimeLimit ? AnyTime : options.CallTime;
        using CallDeadline deadline = new(limit, time, shutdown.GraceElapsed, cancellationToken);
        var found = await LookUpAsync(request.Task, request.Provider);
        if (found.Result.Value is not { Status: KlingTaskStatus.Succeeded } task) return new(found);

        var (folder, unusable) = folders.Open(request.Folder);
        if (folder is null) return new(found with { Result = unusable! });

        SaveCall call = new(runtimes[task.Reference.Provider], outputs, slots, deadline)
        {
            Folder = folder,
            Limit = new(options),
            Progress = progress,
            Renewed = new(async () => (await LookUpAsync(task.Reference.ToString(), provider: null)).Result.Value),
        };
        var results = await Task.WhenAll(
            task.Outputs.Index().Where(static o => o.Item.Url is not null).Select(o => call.SaveAsync(task, o.Index)));
        return new(found)
        {
            Saved = [.. results.Select(static r => r.Saved).OfType<SavedFile>()],
            Failed = [.. results.Select(static r => r.Failed).OfType<FailedFile>()],
            Notes = [.. results.Select(static r => r.Note).OfType<string>().Distinct()],
        };

        async Task<LookupResult> LookUpAsync(AskedTask asked, string? provider) =>
            (await tasks.GetAsync([asked], provider, cancellationToken))[0];
    }

    public void Dispose() => slots.Dispose();
}

/// <summary>What to save.</summary>
/// <param name="Task">The task as the caller wrote it.</param>
internal sealed record SaveRequest(AskedTask Task)
{
    /// <summary>The provider; <see langword="null"/> to find it.</summary>
    public string? Provider { get; init; }

    /// <summary>The folder that a person names; <see langword="null"/> for that of the settings. A model never names one.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether it may take any time, because nobody cuts it off.</summary>
    public bool HasNoTimeLimit { get; init; }
}
