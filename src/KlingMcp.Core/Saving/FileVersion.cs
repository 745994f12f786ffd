using System.Globalization;

namespace KlingMcp.Saving;

/// <summary>
/// What names the version of a file at its server (a validator of <see href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8">RFC
/// 9110</see>): a strong <c>ETag</c>, or a <c>Last-Modified</c> that is old enough to be exact.
/// </summary>
internal static class FileVersion
{
    /// <summary>In characters. A longer one is not kept.</summary>
    private const int MaxLength = 200;

    private static readonly TimeSpan ExactAfter = TimeSpan.FromMinutes(1);

    /// <summary>The version as it is sent back; <see langword="null"/> when the server names none that can be relied on.</summary>
    public static string? Of(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { IsWeak: false, Tag: ['"', ..] and { Length: <= MaxLength } tag }) return tag;

        return response.Content.Headers.LastModified is { } changed && response.Headers.Date - changed >= ExactAfter
            ? changed.ToString("r", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Whether a version is an <c>ETag</c>, rather than a time.</summary>
    public static bool IsTag(string version) => version.StartsWith('"');
}
