namespace KlingMcp.Domain;

/// <summary>The type of an output.</summary>
internal enum OutputType
{
    Video,
    Image,
    Audio,
    Voice,
    Element,
    Subtitle,

    /// <summary>A three-dimensional model.</summary>
    Model,

    /// <summary>Any other file; its name is the provider's own word for it.</summary>
    File,
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
            OutputType.Subtitle => "subtitle",
            OutputType.Model => "model",
            OutputType.File => "file",
            _ => "video",
        };
    }
}

/// <summary>One result of a task.</summary>
/// <param name="Type">Its type.</param>
internal sealed record KlingOutput(OutputType Type)
{
    /// <summary>
    /// The address of the file, without watermark if there is one, exactly as the provider wrote it; <see langword="null"/> only
    /// for voices and elements.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>The handle for the next step (video id, voice id, element id, work id); <see langword="null"/> if not reported.</summary>
    public string? Id { get; init; }

    /// <summary>Length in seconds; <see langword="null"/> if not reported.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>In pixels; <see langword="null"/> if not reported.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels; <see langword="null"/> if not reported.</summary>
    public int? Height { get; init; }

    /// <summary>Whether the file at <see cref="Url"/> has a watermark.</summary>
    public bool Watermarked { get; init; }

    /// <summary>Whether the provider is known to remove the file soon.</summary>
    public bool ShortLived { get; init; }

    /// <summary>The file with watermark, if <see cref="Url"/> is the one without.</summary>
    public string? WatermarkedUrl { get; init; }

    /// <summary>A still image of the video.</summary>
    public string? CoverUrl { get; init; }

    /// <summary>The same sound as WAV, if <see cref="Url"/> is an MP3.</summary>
    public string? WavUrl { get; init; }

    /// <summary>The owner's name for a voice or an element; the provider's own word for the type of a file.</summary>
    public string? Name { get; init; }

    /// <summary>Whether its owner has deleted the voice or element, so that no next step takes its id.</summary>
    public bool Deleted { get; init; }

    /// <summary>The variable of the key that a request to <see cref="Url"/> needs; <see langword="null"/> when it needs none.</summary>
    public string? NeedsKey { get; init; }

    /// <summary>Whether it has an address or, for a voice or an element, an id.</summary>
    public bool IsUsable => Url is not null || (Type is OutputType.Voice or OutputType.Element && Id is not null);
}
