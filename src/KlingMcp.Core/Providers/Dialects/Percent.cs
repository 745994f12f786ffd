using System.Globalization;

namespace KlingMcp.Providers.Dialects;

/// <summary>Progress as providers write it: <c>30</c>, <c>"30"</c>, <c>"30.5%"</c>, or as a fraction of one, <c>0.3</c>.</summary>
internal static class Percent
{
    /// <summary>0–100, rounded down; <see langword="null"/> for anything else.</summary>
    public static int? Read(Json value)
    {
        var text = value.RawText?.Trim();
        var isPercent = text is [.., '%'];
        if (!double.TryParse(text?.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;

        var isFraction = !isPercent && number is > 0 and < 1;
        return number is >= 0 and <= 100 ? (int)Math.Floor(isFraction ? Math.Round(number * 100, 6) : number) : null;
    }
}

/// <summary>The width or height of a picture.</summary>
internal static class Pixels
{
    /// <summary>1–65,535; <see langword="null"/> for anything else (0 means not reported).</summary>
    public static int? Read(Json value) => value.Whole is > 0 and <= 65_535 and var pixels ? (int)pixels : null;
}
