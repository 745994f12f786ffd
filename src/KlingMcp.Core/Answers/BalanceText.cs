using System.Globalization;

namespace KlingMcp.Answers;

/// <summary>A balance in words.</summary>
internal static class BalanceText
{
    /// <summary><c>12.34 USD</c>; one that is older than a minute is told with its time.</summary>
    /// <param name="balance">The amount with its unit.</param>
    /// <param name="asOf">When it was so, as an RFC 3339 time in UTC; <see langword="null"/> when not known.</param>
    /// <param name="now">The time.</param>
    public static string Of(string balance, string? asOf, DateTimeOffset now) =>
        asOf is null || now - DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture) <= TimeSpan.FromMinutes(1)
            ? balance
            : $"{balance} (as of {asOf[..10]} {asOf[11..16]}Z)";
}
