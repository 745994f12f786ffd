namespace KlingMcp.Domain;

/// <summary>The state of a task, the same for all providers.</summary>
internal enum KlingTaskStatus
{
    /// <summary>The provider used an unknown word. Never final.</summary>
    Unknown,

    /// <summary>Accepted, not started.</summary>
    Queued,

    /// <summary>Started, not finished.</summary>
    Processing,

    /// <summary>Finished with a usable result.</summary>
    Succeeded,

    /// <summary>Finished without a result, see <see cref="KlingTask.Failure"/>.</summary>
    Failed,

    /// <summary>Cancelled by its owner.</summary>
    Cancelled,
}

/// <summary>Properties of a state.</summary>
internal static class KlingTaskStatuses
{
    extension(KlingTaskStatus status)
    {
        /// <summary>Whether the task will not change any more.</summary>
        public bool IsFinal => status is KlingTaskStatus.Succeeded or KlingTaskStatus.Failed or KlingTaskStatus.Cancelled;

        /// <summary>The word in answers and arguments.</summary>
        public string Word => status switch
        {
            KlingTaskStatus.Queued => "queued",
            KlingTaskStatus.Processing => "processing",
            KlingTaskStatus.Succeeded => "succeeded",
            KlingTaskStatus.Failed => "failed",
            KlingTaskStatus.Cancelled => "cancelled",
            _ => "unknown",
        };
    }
}
