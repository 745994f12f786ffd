using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The outputs of a Kling task (<see href="https://kling.ai/document-api"/>): <c>task_result</c> with a list for each type, or
/// <c>outputs</c> whose items name their type.
/// </summary>
internal static class KlingOutputs
{
    private static readonly string[] ListNames = ["videos", "images", "series_images", "audios", "voices", "elements"];

    private static readonly string[] AngleNames = ["url_1", "url_2", "url_3"];

    /// <summary>All outputs of a task, including unusable ones.</summary>
    public static IReadOnlyList<KlingOutput> Of(Json task) => [.. Listed(task["task_result"]), .. task["outputs"].Items.SelectMany(Typed)];

    /// <summary>The lists by type. <c>series_images</c> takes the place of <c>images</c> for a series.</summary>
    public static IEnumerable<KlingOutput> Listed(Json result)
    {
        KlingOutput[] known =
        [
            .. result["videos"].Items.Select(Video),
            .. result["images"].Items.SelectMany(Images),
            .. result["series_images"].Items.SelectMany(Images),
            .. result["audios"].Items.Select(Audio),
            .. result["voices"].Items.Select(Voice),
            .. result["elements"].Items.Select(Element),
        ];

        // without a known list the results are searched as a whole
        return known.Length == 0 ? [] : known.Concat(result.Members
            .Where(static member => !ListNames.Contains(member.Name))
            .SelectMany(static member => Others(member.Name, member.Value)));
    }

    /// <summary>A list of a type that is new: only entries with an address are outputs.</summary>
    private static IEnumerable<KlingOutput> Others(string name, Json list) => list.Items.Where(static item => item.IsObject)
        .Select(item => (Item: item, Url: AddressIn(item)))
        .Select(one => File(TypeOf(name, one.Url), one.Item, one.Url) with { Name = name }).Where(static output => output.Url is not null);

    private static IEnumerable<KlingOutput> Typed(Json item) => item["type"].RawText?.ToLowerInvariant() switch
    {
        "video" => [Video(item)],
        "image" => Images(item),
        "audio" => [Audio(item)],
        "voice" => [Voice(item)],
        "element" => [Element(item)],
        var word => Other(word, item),
    };

    private static IEnumerable<KlingOutput> Other(string? word, Json item)
    {
        var url = AddressIn(item);
        var type = TypeOf(word ?? "", url);
        return [File(type, item, url) with { Name = type is OutputType.File ? item["type"].Text : null }];
    }

    /// <summary>By the extension of the address, else by the provider's own word.</summary>
    private static OutputType TypeOf(string word, string? url)
    {
        return (url is null ? null : MediaSearch.TypeOf(url))
            ?? (Says("image") || Says("picture") ? OutputType.Image
                : Says("video") ? OutputType.Video
                : Says("subtitle") || Says("srt") || Says("caption") ? OutputType.Subtitle
                : Says("audio") || Says("sound") || Says("music") ? OutputType.Audio
                : Says("model") || Says("3d") ? OutputType.Model
                : OutputType.File);

        bool Says(string part) => word.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The address of the file, whatever its member is called; never that of its cover.</summary>
    private static string? AddressIn(Json item) => item["url"].Address ?? item.Address
        ?? item.Members
            .Where(
                static member => !member.Name.Contains("cover", StringComparison.OrdinalIgnoreCase) && member.Name is not "watermark_url")
            .Select(static member => member.Value.Address).FirstOrDefault(static address => address is not null);

    private static bool IsDeleted(Json item) => item["status"].RawText?.Equals("deleted", StringComparison.OrdinalIgnoreCase) is true;

    private static KlingOutput Video(Json item) => File(OutputType.Video, item, AddressIn(item));

    /// <summary>The other angles of an element are in one item: <c>url_1</c> to <c>url_3</c>.</summary>
    private static IEnumerable<KlingOutput> Images(Json item)
    {
        KlingOutput[] angles =
        [
            .. from name in AngleNames
               let url = item[name].Address
               where url is not null
               select new KlingOutput(OutputType.Image) { Id = item["id"].Id, Url = url },
        ];
        return angles.Length > 0 && item["url"].Address is null ? angles : [File(OutputType.Image, item, AddressIn(item)), .. angles];
    }

    /// <summary>In the spellings of <c>text-to-audio</c>, <c>tts</c> and <c>/tasks</c>.</summary>
    private static KlingOutput Audio(Json item)
    {
        var wav = item["url_wav"].Address ?? item["wav_url"].Address;
        var other = item["url_mp3"].Address ?? item["mp3_url"].Address ?? item["url"].Address;
        return new(OutputType.Audio)
        {
            Id = item["id"].Id,
            Url = other ?? wav,
            WavUrl = other is null ? null : wav,
            DurationSeconds = (other is null ? null : FirstSeconds(item["duration_mp3"], item["mp3_duration"], item["duration"]))
                ?? FirstSeconds(item["duration_wav"], item["wav_duration"]),
        };
    }

    private static KlingOutput Voice(Json item) => new(OutputType.Voice)
    {
        Id = Json.First(item["voice_id"], item["id"]).Id,
        Name = Json.First(item["voice_name"], item["name"]).Text,
        Url = item["trial_url"].Address ?? item["url"].Address,
        Deleted = IsDeleted(item),
    };

    private static KlingOutput Element(Json item) => new(OutputType.Element)
    {
        Id = Json.First(item["element_id"], item["id"]).Id,
        Name = Json.First(item["element_name"], item["name"]).Text,
        Url = item["url"].Address,
        Deleted = IsDeleted(item),
        CoverUrl = item["cover_url"].Address ?? item["element_image_list"]["frontal_image"].Address
            ?? item["references"].Items.FirstOrDefault(static r => r["role"].RawText is "frontal")["url"].Address,
    };

    /// <summary>
    /// The file without watermark is at <c>url</c>, the one with watermark at <c>watermark_url</c>; either may be missing. Some
    /// gateways list bare addresses.
    /// </summary>
    private static KlingOutput File(OutputType type, Json item, string? url)
    {
        var marked = item["watermark_url"].Address;
        return new(type)
        {
            Id = item["id"].Id,
            Url = url ?? marked,
            Watermarked = url is null && marked is not null,
            WatermarkedUrl = url is null || marked == url ? null : marked,
            DurationSeconds = Seconds(item["duration"]),
            Width = Pixels.Read(item["width"]),
            Height = Pixels.Read(item["height"]),
            CoverUrl = item["cover_url"].Address,
        };
    }

    private static double? FirstSeconds(params Json[] durations) => durations.Select(Seconds).FirstOrDefault(static d => d is not null);

    /// <summary>Seconds; zero means not reported.</summary>
    private static double? Seconds(Json duration) => duration.Number is > 0 and var seconds ? seconds : null;
}
