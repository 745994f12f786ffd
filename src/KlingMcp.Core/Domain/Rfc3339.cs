using System.Globalization;

namespace KlingMcp.Domain;

/// <summary>Times as text.</summary>
internal static class Rfc3339
{
    /// <summary>In UTC, whole seconds: <c>2026-11-22T11:59:26Z</c>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
