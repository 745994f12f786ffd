using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The last resort for a succeeded task whose outputs are not at the known places of its provider: searches the results, never
/// the input, for addresses of media.
/// </summary>
internal static class MediaSearch
{
    private const int MaxDepth = 16;
    private const int MaxOutputs = 50;

    /// <summary>At most this many places are looked at.</summary>
    private const int MaxPlaces = 20_000;

    /// <summary>How the name of a file ends that has no watermark, where the same file with one is beside it.</summary>
    private const string CleanEnding = "_without_watermark";

    /// <summary>How many levels JSON inside a string counts for, so that it cannot be nested far.</summary>
    private const int EmbeddedDepth = 4;

    private static readonly (OutputType Type, string[] Endings)[] Files =
    [
        (OutputType.Video, [".mp4", ".mov", ".webm", ".m4v", ".mkv"]),
        (OutputType.Image, [".png", ".jpg", ".jpeg", ".webp", ".gif"]),
        (OutputType.Subtitle, [".srt", ".ass", ".vtt"]),
        (OutputType.Model, [".glb", ".gltf", ".obj", ".fbx", ".usdz", ".ply", ".stl"]),
        (OutputType.Audio, [".mp3", ".wav", ".m4a", ".aac", ".ogg", ".flac"]),
    ];

    /// <summary>A place whose name contains one of these is an input, a setting or a still.</summary>
    private static readonly string[] NotResults =
    [
        "cover", "thumb", "poster", "first_frame", "last_frame", "firstFrame", "lastFrame", "input", "param",
        "request", "argument", "reference", "parent", "origin",
        "config", "hook", "callback", "reply", "endpoint", "notify", "task_info", "taskInfo",
    ];

    /// <summary>The type of an address by the extension of its path; <see langword="null"/> if that is not one of media.</summary>
    public static OutputType? TypeOf(string url)
    {
        var end = url.IndexOfAny(['?', '#']);
        var path = end < 0 ? url.AsSpan() : url.AsSpan(0, end);
        foreach (var (type, endings) in Files)
            foreach (var ending in endings)
                if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return type;

        return null;
    }

    /// <summary>Whether a result is inside the answer itself, as a <c>data:</c> address.</summary>
    public static bool HasDataAddress(IReadOnlyList<Json> results)
    {
        var left = MaxPlaces;
        return results.Any(result => Has(result, depth: 0));

        bool Has(Json place, int depth) =>
            depth <= MaxDepth && left-- > 0
            && (place.RawText?.StartsWith("data:", StringComparison.OrdinalIgnoreCase) is true
                || place.Items.Any(item => Has(item, depth + 1))
                || place.Members.Any(member => Has(member.Value, depth + 1)));
    }

    /// <summary>The outputs found, in the order of the body. Of a file with and without watermark, only the latter.</summary>
    public static IReadOnlyList<KlingOutput> In(params IReadOnlyList<Json> results)
    {
        List<KlingOutput> found = [];
        var left = MaxPlaces;
        foreach (var result in results) Walk(result, name: "url", depth: 0, found, ref left);
        return found;
    }

    private static void Walk(Json place, string name, int depth, List<KlingOutput> found, ref int left)
    {
        if (depth > MaxDepth || left-- <= 0 || found.Count >= MaxOutputs) return;

        if (place.IsArray)
        {
            foreach (var item in place.Items) Walk(item, name, depth + 1, found, ref left);
        }
        else if (place.IsObject)
        {
            var clean = CleanIn(place);
            foreach (var (member, value) in place.Members)
                if (!clean.Contains($"{member}{CleanEnding}") && MayBeResult(member)) Walk(value, member, depth + 1, found, ref left);
        }
        else if (place.IsText)
        {
            if (place.Address is { } url && (TypeOf(url) ?? TypeByName(name)) is { } type)
                found.Add(new(type) { Url = url, Watermarked = IsWatermarked(name) });
            if (place.Embedded is { Exists: true } embedded) Walk(embedded, name, depth + EmbeddedDepth, found, ref left);
        }
    }

    /// <summary>Whether a place with this name can hold a result.</summary>
    public static bool MayBeResult(string name)
    {
        foreach (var word in NotResults)
            if (Names(name, word)) return false;

        return true;
    }

    /// <summary>The names of the members that are files without watermark.</summary>
    private static HashSet<string> CleanIn(Json place) =>
    [
        .. from member in place.Members
           where member.Name.EndsWith(CleanEnding, StringComparison.Ordinal) && MediaAddress.From(member.Value.RawText) is not null
           select member.Name,
    ];

    /// <summary>The type that the name of a place says; <see langword="null"/> if it says none.</summary>
    public static OutputType? TypeNamed(string name) =>
        Names(name, "video") ? OutputType.Video
        : Names(name, "image") ? OutputType.Image
        : Names(name, "audio") || Names(name, "sound") ? OutputType.Audio
        : null;

    /// <summary>The type by the name of the place; a bare <c>url</c> is most likely a video.</summary>
    private static OutputType? TypeByName(string name) =>
        TypeNamed(name) ?? (Names(name, "url") || Names(name, "resource") || Names(name, "file") ? OutputType.Video : null);

    private static bool Names(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsWatermarked(string name) => Names(name, "watermark") && !Names(name, "without");
}
