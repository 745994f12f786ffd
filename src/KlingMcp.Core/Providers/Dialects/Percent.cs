using System.Globalization;

namespace KlingMcp.Providers.Dialects;

/// <summary>Progress as providers write it: <c>30</c>, <c>"30"</c> or <c>"30%"</c>.</summary>
internal static class Percent
{
    /// <summary>0–100; <see langword="null"/> for anything else.</summary>
    public static int? Read(Json value) =>
        value.Whole is >= 0 and <= 100 and var number ? (int)number
        : value.RawText?.Trim() is [.. var digits, '%']
            && int.TryParse(digits, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100 ? percent
        : null;
}

/// <summary>The width or height of a picture.</summary>
internal static class Pixels
{
    /// <summary>1–65,535; <see langword="null"/> for anything else (0 means not told).</summary>
    public static int? Read(Json value) => value.Whole is > 0 and <= 65_535 and var pixels ? (int)pixels : null;
}
