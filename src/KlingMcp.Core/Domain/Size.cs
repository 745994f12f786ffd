using System.Globalization;

namespace KlingMcp.Domain;

/// <summary>Sizes of files in words.</summary>
internal static class Size
{
    /// <summary>
    /// <c>812 B</c>, <c>4.2 MB</c>; a megabyte has 1,000,000 bytes, as file managers count. What rounds to 1000 of a unit is told as 1 of
    /// the next.
    /// </summary>
    public static string Of(long bytes) => bytes switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 999_950 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 999_950_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.##} GB"),
    };
}
