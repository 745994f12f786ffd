namespace KlingMcp.Server.Cluster;

/// <summary>Who polls a task, as this replica sees it.</summary>
internal enum Polling
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>This replica has the lease.</summary>
    Here,

    /// <summary>Another replica has the lease.</summary>
    Elsewhere,

    /// <summary>Every replica by itself, because Redis does not answer.</summary>
    Alone,

    /// <summary>Somebody saw the end, and this replica reads it for those who wait here.</summary>
    Ending,

    /// <summary>Nobody waits here any more.</summary>
    Closed,
}
