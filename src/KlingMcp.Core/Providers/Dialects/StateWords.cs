using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>The words that providers use for states, in any case.</summary>
internal static class StateWords
{
    /// <summary>The state of a word; <see cref="KlingTaskStatus.Unknown"/> for an unknown word, which is not a fault.</summary>
    public static KlingTaskStatus Read(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        "submitted" or "pending" or "staged" or "queued" or "queueing" or "queuing" or "not_start" or "waiting" or "in_queue" or "created"
            or "starting" => KlingTaskStatus.Queued,
        "processing" or "in_progress" or "running" or "run" or "generating" => KlingTaskStatus.Processing,
        "succeed" or "succeeded" or "success" or "completed" or "complete" or "done" => KlingTaskStatus.Succeeded,
        "failed" or "failure" or "fail" or "error" => KlingTaskStatus.Failed,
        "cancelled" or "canceled" => KlingTaskStatus.Cancelled,
        _ => KlingTaskStatus.Unknown,
    };

    /// <summary>Whether the word says that there is no such task. Some gateways put it in the place of a state.</summary>
    public static bool IsNotFound(string? word) =>
        word?.Trim().ToLowerInvariant() is "not_found" or "task_not_found" or "task_not_exist" or "not_exist";
}
