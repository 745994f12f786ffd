using KlingMcp.Domain;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The outputs of a task at PiAPI or GoAPI (<see href="https://piapi.ai/docs/kling-api/get-task"/>), which have one of five
/// shapes.
/// </summary>
internal static class PiApiOutputs
{
    /// <summary>
    /// <c>works[]</c> of videos, images or sounds. <c>video_url</c> (models 1.x and 2.x) repeats the file without watermark of
    /// the first video, <c>image_urls</c> or <c>image_url</c> (try-on) those of the images. Turbo, 3.0 and omni models have
    /// <c>video</c> alone.
    /// </summary>
    public static IReadOnlyList<KlingOutput> Of(Json output)
    {
        var video = output["video_url"].Address ?? output["video"].Address;
        var images = AddressesIn(output["image_urls"]) is { Count: > 0 } several ? several : AddressesIn(output["image_url"]);
        Json[] works = [.. output["works"].Items];
        HashSet<string> videosOfWorks = [.. works.Select(static w => CleanFile(w["video"])).OfType<string>()];
        HashSet<string> imagesOfWorks = [.. works.Select(static w => CleanFile(w["image"])).OfType<string>()];
        List<KlingOutput> outputs = [];

        // files without watermark that no work repeats: each belongs to the next work of its type that has none
        Queue<string> otherVideos = new(video is null || videosOfWorks.Contains(video) ? [] : [video]);
        Queue<string> otherImages = new(images.Where(url => !imagesOfWorks.Contains(url)));
        foreach (var work in works)
        {
            var made = FileOf(OutputType.Video, work["video"], work["cover"], otherVideos)
                ?? FileOf(OutputType.Image, work["image"], default, otherImages)
                ?? FileOf(OutputType.Audio, work["audio"], default, new());
            if (made is not null) outputs.Add(made);
        }

        outputs.AddRange(otherVideos.Where(url => !outputs.Exists(o => o.Url == url))
            .Select(static url => new KlingOutput(OutputType.Video) { Url = url }));
        if (outputs.Count == 0) outputs.AddRange(otherImages.Select(static url => new KlingOutput(OutputType.Image) { Url = url }));
        if (outputs.Count == 0 && (output["audio_url"].Address ?? output["audio"].Address) is { } sound)
            outputs.Add(new(OutputType.Audio) { Url = sound });

        // a try-on may give its image as the cover alone
        if (outputs.Count == 0)
            outputs.AddRange(works.Select(CoverOf).OfType<string>().Select(static url => new KlingOutput(OutputType.Image) { Url = url }));
        if (outputs.Count == 0) return [];

        // works without a file failed
        var missing = Math.Max(0, works.Length - outputs.Count);
        return [.. outputs, .. Enumerable.Repeat(new KlingOutput(OutputType.Video), missing)];
    }

    /// <summary>PiAPI keeps files of this path for a short time only (<see href="https://piapi.ai/docs/output-storage"/>).</summary>
    public static KlingOutput WithShortLife(KlingOutput output) =>
        output with { ShortLived = output.Url?.Contains("theapi.app/ephemeral", StringComparison.OrdinalIgnoreCase) is true };

    private static List<string> AddressesIn(Json images) =>
        [.. images.Items.Append(images).Select(static image => image.Address).OfType<string>()];

    private static string? CoverOf(Json work) => CleanFile(work["cover"]) ?? work["cover"]["resource"].Address;

    private static string? CleanFile(Json file) => file["resource_without_watermark"].Address;

    /// <param name="type">The type of the output.</param>
    /// <param name="file">Its two addresses and its size; <c>duration</c> is in milliseconds.</param>
    /// <param name="cover">A still of it.</param>
    /// <param name="others">Files without watermark from elsewhere; the next one is used if this file has none.</param>
    private static KlingOutput? FileOf(OutputType type, Json file, Json cover, Queue<string> others)
    {
        if (!file.IsObject) return null;

        var marked = file["resource"].Address;
        var clean = CleanFile(file) ?? (others.TryDequeue(out var other) && other != marked ? other : null);
        if ((clean ?? marked) is not { } url) return null;

        return new(type)
        {
            Url = url,
            DurationSeconds = file["duration"].Number is > 0 and var milliseconds ? milliseconds / 1000 : null,
            Width = Pixels.Read(file["width"]),
            Height = Pixels.Read(file["height"]),
            Watermarked = clean is null && type is not OutputType.Audio,
            WatermarkedUrl = clean is null || marked == clean ? null : marked,
            CoverUrl = cover["resource_without_watermark"].Address ?? cover["resource"].Address,
        };
    }
}
