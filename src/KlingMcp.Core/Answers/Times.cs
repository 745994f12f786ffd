using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>Times as answers have them.</summary>
internal static class Times
{
    /// <summary>RFC 3339, UTC, whole seconds; <see langword="null"/> for <see langword="null"/>.</summary>
    public static string? ToRfc3339(DateTimeOffset? time) => time is { } told ? Rfc3339.Of(told) : null;
}

/// <summary>Whole seconds.</summary>
internal static class Seconds
{
    public static int Up(TimeSpan span) => (int)Math.Ceiling(Math.Clamp(span.TotalSeconds, 0, int.MaxValue));

    public static int Round(TimeSpan span) => (int)Math.Round(Math.Clamp(span.TotalSeconds, 0, int.MaxValue));

    /// <summary>An age: <c>34 s</c>, then minutes, hours and days, where seconds are of no interest.</summary>
    public static string Age(TimeSpan span) =>
        span < TimeSpan.FromMinutes(10) ? $"{Round(span)} s"
        : span < TimeSpan.FromHours(3) ? $"{(int)span.TotalMinutes} min"
        : span < TimeSpan.FromDays(3) ? $"{(int)span.TotalHours} h"
        : $"{(int)span.TotalDays} days";
}
