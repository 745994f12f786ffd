using System.Text.RegularExpressions;
using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>Completes the outcome of a lookup with what the form of the id and the words of the call reveal.</summary>
internal static partial class IdAdvice
{
    /// <summary>Adds the note of the query, and to a task that was not found what its id may be.</summary>
    public static LookupResult With(this LookupResult result, TaskQuery? query)
    {
        if (query is null) return result;
        if (result.Result.Fault is not { } fault) return result with { Note = query.Note };

        string[] more = [.. new[] { For(query.Id, fault.Category), Sentence(query.Note) }.OfType<string>()];
        return more.Length == 0 ? result : result with { Result = fault with { MoreHint = string.Join(' ', more) } };
    }

    /// <summary>What the id of a failed lookup may be instead; <see langword="null"/> for nothing.</summary>
    private static string? For(string id, FaultCategory fault)
    {
        var isUnknown = fault is FaultCategory.NotFound or FaultCategory.NotConfigured;

        // A provider may also answer for the task whose id is next to the rounded one.
        if ((isUnknown || fault is FaultCategory.BadResponse) && NumberText.LooksRounded(id))
            return "The id looks rounded to a floating-point number: copy it from where it was made, as a string.";
        if (!isUnknown) return null;
        return OtherServices().IsMatch(id)
            ? "It could also be an id of another service (ids of Kling's consumer site and of ComfyUI are UUIDs, too)."
            : null;
    }

    private static string? Sentence(string? note) => note is null ? null : $"{char.ToUpperInvariant(note[0])}{note[1..]}.";

    /// <summary>Ids of services that this server does not know: <c>gen-vid-…</c> and UUIDs.</summary>
    [GeneratedRegex(
        @"^(gen-|[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OtherServices();
}
