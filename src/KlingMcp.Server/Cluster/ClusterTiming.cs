namespace KlingMcp.Server.Cluster;

/// <summary>How long things may take between replicas. Tests on a busy machine set longer times.</summary>
internal sealed record ClusterTiming
{
    /// <summary>One call to Redis.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For how long nothing is asked after Redis has failed three times in a row.</summary>
    public TimeSpan Gone { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long a replica that says nothing keeps a task.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);
}
