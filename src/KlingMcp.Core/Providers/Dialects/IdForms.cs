namespace KlingMcp.Providers.Dialects;

/// <summary>The forms of task ids, by which a bare id finds its provider.</summary>
internal static class IdForms
{
    /// <summary>Only ASCII digits, this many.</summary>
    public static bool IsDigits(string id, int from, int to) => id.Length >= from && id.Length <= to && id.All(char.IsAsciiDigit);

    /// <summary>A UUID in its canonical form with dashes, in any case.</summary>
    public static bool IsUuid(string id) => Guid.TryParseExact(id, "D", out _);

    /// <summary>The official API's ids of 2024 and early 2025: 16 bytes in URL-safe Base64 without padding.</summary>
    public static bool IsOldKlingId(string id) => id.Length == 22 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
