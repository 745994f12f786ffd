using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// Outputs as the gateways of many models write them: one address, a list, an object with an address, or an object of those.
/// </summary>
internal static class PlainOutputs
{
    private const int MaxDepth = 6;

    /// <summary>Of a list or an object, at most this many entries are read.</summary>
    private const int MaxEntries = 500;

    /// <summary>All outputs at a place. An entry of a list without an address counts as an output that is missing.</summary>
    /// <param name="place">Where the results are.</param>
    /// <param name="name">The name of the place: <c>video</c>, for example. It tells the type of an address without an extension.</param>
    public static IReadOnlyList<KlingOutput> Of(Json place, string name = "") => [.. In(place, name, depth: 0)];

    private static IEnumerable<KlingOutput> In(Json place, string name, int depth)
    {
        if (depth > MaxDepth || !MediaSearch.MayBeResult(name)) return [];
        if (place.Address is { } url) return [new(MediaSearch.TypeOf(url) ?? TypeIn(name)) { Url = url }];
        if (place.IsArray) return place.Items.Take(MaxEntries).SelectMany(item => ItemOf(item, name, depth));
        if (place["url"].Address is { } address) return [FileOf(place, address, name)];

        return place.Members.Take(MaxEntries).SelectMany(member => In(member.Value, member.Name, depth + 1));
    }

    private static IEnumerable<KlingOutput> ItemOf(Json item, string name, int depth) =>
        In(item, name, depth + 1).ToArray() is { Length: > 0 } found ? found : [new(TypeIn(name))];

    /// <summary>An object such as <c>{url, content_type, width, height}</c>; a duration is in seconds.</summary>
    private static KlingOutput FileOf(Json file, string url, string name) =>
        new(MediaSearch.TypeOf(url) ?? TypeOf(file["content_type"].RawText) ?? TypeIn(name))
        {
            Url = url,
            DurationSeconds = file["duration"].Number is > 0 and var seconds ? seconds : null,
            Width = Pixels.Read(file["width"]),
            Height = Pixels.Read(file["height"]),
        };

    private static OutputType? TypeOf(string? contentType) => contentType?.Split('/')[0].Trim().ToLowerInvariant() switch
    {
        "video" => OutputType.Video,
        "image" => OutputType.Image,
        "audio" => OutputType.Audio,
        _ => null,
    };

    private static OutputType TypeIn(string name) => MediaSearch.TypeNamed(name) ?? OutputType.File;
}
