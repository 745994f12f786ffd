namespace KlingMcp.Domain;

/// <summary>One vocabulary for the states of all providers.</summary>
internal enum KlingTaskStatus
{
    /// <summary>A word nobody knows yet: kept as the provider said it, never final, never success.</summary>
    Unknown,

    /// <summary>Accepted, work has not begun.</summary>
    Queued,

    /// <summary>At work.</summary>
    Processing,

    /// <summary>Finished with a usable result.</summary>
    Succeeded,

    /// <summary>Finished without one; the reason is in <see cref="KlingTask.Failure"/>.</summary>
    Failed,

    /// <summary>Ended by its owner.</summary>
    Cancelled,
}

/// <summary>What follows from a state.</summary>
internal static class KlingTaskStatuses
{
    extension(KlingTaskStatus status)
    {
        /// <summary>Nothing will change any more.</summary>
        public bool IsFinal => status is KlingTaskStatus.Succeeded or KlingTaskStatus.Failed or KlingTaskStatus.Cancelled;

        /// <summary>The word on the wire.</summary>
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
