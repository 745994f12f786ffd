namespace KlingMcp.Domain;

/// <summary>What an output is.</summary>
internal enum OutputType
{
    Video,
    Image,
    Audio,
    Voice,
    Element,
}

/// <summary>The words of output types.</summary>
internal static class OutputTypes
{
    extension(OutputType type)
    {
        /// <summary>The word in answers.</summary>
        public string Word => type switch
        {
            OutputType.Image => "image",
            OutputType.Audio => "audio",
            OutputType.Voice => "voice",
            OutputType.Element => "element",
            _ => "video",
        };
    }
}

/// <summary>One thing that a task made.</summary>
/// <param name="Type">What it is.</param>
internal sealed record KlingOutput(OutputType Type)
{
    /// <summary>The clean file where there is one, byte for byte as the provider wrote it; <see langword="null"/> only for voices and elements.</summary>
    public string? Url { get; init; }

    /// <summary>The handle that the next step takes (video id, voice id, element id, work id); <see langword="null"/> when not told.</summary>
    public string? Id { get; init; }

    /// <summary>Length in seconds; <see langword="null"/> when not told.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>In pixels; <see langword="null"/> when not told.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels; <see langword="null"/> when not told.</summary>
    public int? Height { get; init; }

    /// <summary><see cref="Url"/> is a file with a watermark.</summary>
    public bool Watermarked { get; init; }

    /// <summary>The provider is known to remove files at this address soon.</summary>
    public bool ShortLived { get; init; }

    /// <summary>The file with the watermark, beside the clean one.</summary>
    public string? WatermarkedUrl { get; init; }

    /// <summary>A still of the video.</summary>
    public string? CoverUrl { get; init; }

    /// <summary>The same sound as WAV, beside an MP3.</summary>
    public string? WavUrl { get; init; }

    /// <summary>What the owner called it (voices, elements).</summary>
    public string? Name { get; init; }

    /// <summary>Something an agent can use: an address, or for a voice or an element its id.</summary>
    public bool IsUsable => Url is not null || (Type is OutputType.Voice or OutputType.Element && Id is not null);
}
