using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>The forms of task ids. They decide which providers a bare id may belong to.</summary>
internal static class IdForms
{
    private const int UuidLength = 36;

    /// <summary>The longest <c>UUID:path</c>, in UTF-16 units.</summary>
    private const int MaxPathId = 256;

    /// <summary>Only ASCII digits, between <paramref name="min"/> and <paramref name="max"/> of them.</summary>
    public static bool IsDigits(string id, int min, int max) => id.Length >= min && id.Length <= max && id.All(char.IsAsciiDigit);

    /// <summary>A UUID with dashes, in any case.</summary>
    public static bool IsUuid(string id) => Guid.TryParseExact(id, "D", out _);

    /// <summary>The official API's ids of 2024 and early 2025: 16 bytes in URL-safe Base64 without padding.</summary>
    public static bool IsOldKlingId(string id) => id.Length == 22 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Replicate's ids: 26 lower-case letters and digits.</summary>
    public static bool IsReplicateId(string id) =>
        id.Length == 26 && id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) && id.Any(char.IsAsciiLetterLower);

    /// <summary>A nanoid of the usual length: 21 letters, digits, <c>-</c> and <c>_</c>; not <c>task_…</c>.</summary>
    public static bool IsNanoId(string id) =>
        id.Length == 21 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && id.Any(char.IsAsciiLetter)
        && !id.StartsWith("task_", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// <c>UUID:path</c>, whose path is of ids joined by <c>/</c>: an id of AIMLAPI, for example
    /// <c>60ac7c34-…:kling-video/v1.6/pro/text-to-video</c>.
    /// </summary>
    public static bool IsUuidWithPath(string id) =>
        id.Length is > UuidLength + 1 and <= MaxPathId && id[UuidLength] == ':' && IsUuid(id[..UuidLength])
        && id[(UuidLength + 1)..].Split('/').All(TaskId.IsValid);

    /// <summary>32 hexadecimal digits: an id of some providers, or a UUID that lost its dashes.</summary>
    public static bool IsHex32(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigit);

    /// <summary>32 hexadecimal digits as a UUID; <see langword="null"/> for any other text.</summary>
    public static string? AsUuid(string id) => IsHex32(id) ? $"{id[..8]}-{id[8..12]}-{id[12..16]}-{id[16..20]}-{id[20..]}" : null;
}
