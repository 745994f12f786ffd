using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KlingMcp.Saving;

/// <summary>Names of saved files. Nothing in them is written by a provider or a model but letters and digits of the task's id.</summary>
internal static class OutputName
{
    /// <summary>In characters. A longer id is cut.</summary>
    private const int MaxId = 60;

    /// <summary>The highest number that tells files of the same name apart.</summary>
    private const int MaxNumber = 9;

    /// <summary>The name without an extension: <c>piapi-c16e5746-1</c>, <c>useapi-123-2-watermarked</c>.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="id">The task's id. Some providers tell ids apart by case, some file systems do not.</param>
    /// <param name="place">The output's place in the task, from 1.</param>
    /// <param name="watermarked">Whether the file has a watermark.</param>
    public static string StemOf(string provider, string id, int place, bool watermarked)
    {
        var kept = string.Concat(id.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(MaxId));
        var isAmbiguous = kept != id || (id.Any(char.IsAsciiLetterUpper) && id.Any(char.IsAsciiLetterLower));
        var hash = isAmbiguous ? $"-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..8]}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{provider}-{kept}{hash}-{place}{(watermarked ? "-watermarked" : "")}");
    }

    /// <summary>The names that a file may have, the preferred one first: <c>STEM.mp4</c>, <c>STEM-2.mp4</c> to <c>STEM-9.mp4</c>.</summary>
    /// <param name="stem">What <see cref="StemOf"/> gives.</param>
    /// <param name="extension">Without a dot.</param>
    public static IEnumerable<string> Choices(string stem, string extension) =>
        Enumerable.Range(1, MaxNumber).Select(n => n == 1 ? $"{stem}.{extension}" : $"{stem}-{n}.{extension}");
}
