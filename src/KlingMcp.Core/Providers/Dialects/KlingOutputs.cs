using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>What a Kling task made: <c>task_result</c> with a list for each type, or <c>outputs</c> whose items name their type.</summary>
internal static class KlingOutputs
{
    private static readonly string[] AngleNames = ["url_1", "url_2", "url_3"];

    /// <summary>All outputs of a task, also those that nothing can be done with.</summary>
    public static IReadOnlyList<KlingOutput> Of(Json task) => [.. Listed(task["task_result"]), .. task["outputs"].Items.SelectMany(Typed)];

    /// <summary>Lists by type; <c>series_images</c> are a series instead of single pictures.</summary>
    public static IEnumerable<KlingOutput> Listed(Json result) =>
    [
        .. result["videos"].Items.Select(Video),
        .. result["images"].Items.SelectMany(Images),
        .. result["series_images"].Items.SelectMany(Images),
        .. result["audios"].Items.Select(Audio),
        .. result["voices"].Items.Select(Voice),
        .. result["elements"].Items.Select(Element),
    ];

    private static IEnumerable<KlingOutput> Typed(Json item) => item["type"].Text?.ToLowerInvariant() switch
    {
        "video" => [Video(item)],
        "image" => Images(item),
        "audio" => [Audio(item)],
        "voice" => [Voice(item)],
        "element" => [Element(item)],
        _ when Address(item["url"]) is { } url && MediaSearch.TypeOf(url) is { } type => [File(type, item)],
        _ => [],
    };

    private static KlingOutput Video(Json item) => File(OutputType.Video, item);

    /// <summary>Other angles of an element come three to an item: <c>url_1</c> to <c>url_3</c>.</summary>
    private static IEnumerable<KlingOutput> Images(Json item)
    {
        KlingOutput[] angles = [.. from name in AngleNames
                                   let url = Address(item[name])
                                   where url is not null
                                   select new KlingOutput(OutputType.Image) { Id = item["id"].Text, Url = url }];
        return angles.Length > 0 && Address(item["url"]) is null ? angles : [File(OutputType.Image, item), .. angles];
    }

    /// <summary>The spellings of <c>text-to-audio</c>, of <c>tts</c> and of <c>/tasks</c>.</summary>
    private static KlingOutput Audio(Json item)
    {
        var wav = Address(item["url_wav"]) ?? Address(item["wav_url"]);
        var other = Address(item["url_mp3"]) ?? Address(item["mp3_url"]) ?? Address(item["url"]);
        return new(OutputType.Audio)
        {
            Id = item["id"].Text,
            Url = other ?? wav,
            WavUrl = other is null ? null : wav,
            DurationSeconds = (other is null ? null : Seconds(item["duration_mp3"]) ?? Seconds(item["mp3_duration"]) ?? Seconds(item["duration"]))
                ?? Seconds(item["duration_wav"]) ?? Seconds(item["wav_duration"]),
        };
    }

    private static KlingOutput Voice(Json item) => new(OutputType.Voice)
    {
        Id = item["voice_id"].Text ?? item["id"].Text,
        Name = item["voice_name"].Text ?? item["name"].Text,
        Url = Address(item["trial_url"]) ?? Address(item["url"]),
    };

    private static KlingOutput Element(Json item) => new(OutputType.Element)
    {
        Id = item["element_id"].Text ?? item["id"].Text,
        Name = item["element_name"].Text ?? item["name"].Text,
        Url = Address(item["url"]),
        CoverUrl = Address(item["cover_url"]) ?? Address(item["element_image_list"]["frontal_image"])
            ?? item["references"].Items.Where(static r => r["role"].Text is "frontal").Select(static r => Address(r["url"])).FirstOrDefault(),
    };

    /// <summary>A file that is clean at <c>url</c> and marked at <c>watermark_url</c>; either may be missing. Gateways also list bare addresses.</summary>
    private static KlingOutput File(OutputType type, Json item)
    {
        var (url, marked) = (Address(item["url"]) ?? Address(item), Address(item["watermark_url"]));
        return new(type)
        {
            Id = item["id"].Text,
            Url = url ?? marked,
            Watermarked = url is null && marked is not null,
            WatermarkedUrl = url is null || marked == url ? null : marked,
            DurationSeconds = Seconds(item["duration"]),
            Width = Pixels.Read(item["width"]),
            Height = Pixels.Read(item["height"]),
            CoverUrl = Address(item["cover_url"]),
        };
    }

    private static string? Address(Json text) => MediaAddress.From(text.Text);

    /// <summary>Zero means not told.</summary>
    private static double? Seconds(Json duration) => duration.Number is > 0 and var seconds ? seconds : null;
}
