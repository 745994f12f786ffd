namespace KlingMcp.Domain;

/// <summary>Timestamps of a clock that nobody sets (<see cref="TimeProvider.GetTimestamp"/>).</summary>
internal static class Timestamps
{
    /// <summary>The timestamp at which a span from now is over.</summary>
    public static long TimestampIn(this TimeProvider time, TimeSpan span) => time.TimestampAfter(time.GetTimestamp(), span);

    /// <summary>The timestamp at which a span that began at another one is over.</summary>
    public static long TimestampAfter(this TimeProvider time, long start, TimeSpan span) =>
        start + (long)(span.TotalSeconds * time.TimestampFrequency);
}
