using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>A file format, recognised by the first bytes of a file.</summary>
/// <param name="Extension">Without a dot.</param>
/// <param name="Types">The outputs that may have this format, besides <see cref="OutputType.File"/>.</param>
internal sealed record FileFormat(string Extension, params IReadOnlyList<OutputType> Types)
{
    /// <summary>How many bytes are needed to recognise a format.</summary>
    public const int HeadLength = 512;

    private static readonly OutputType[] Videos = [OutputType.Video, OutputType.Element];
    private static readonly OutputType[] Images = [OutputType.Image, OutputType.Element];
    private static readonly OutputType[] Sounds = [OutputType.Audio, OutputType.Voice];

    /// <summary>The signatures: an offset, the bytes there, and the format. The first that matches counts.</summary>
    private static readonly (int Offset, byte[] Bytes, FileFormat Format)[] Signatures =
    [
        (4, "ftypavif"u8.ToArray(), new("avif", Images)),
        (4, "ftypheic"u8.ToArray(), new("heic", Images)),
        (4, "ftypM4A"u8.ToArray(), new("m4a", Sounds)),
        (4, "ftypqt"u8.ToArray(), new("mov", Videos)),
        (4, "ftyp"u8.ToArray(), new("mp4", [.. Videos, .. Sounds])),
        (0, [0x1A, 0x45, 0xDF, 0xA3], new("webm", [.. Videos, .. Sounds])),
        (8, "AVI "u8.ToArray(), new("avi", Videos)),
        (8, "WAVE"u8.ToArray(), new("wav", Sounds)),
        (8, "WEBP"u8.ToArray(), new("webp", Images)),
        (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], new("png", Images)),
        (0, [0xFF, 0xD8, 0xFF], new("jpg", Images)),
        (0, "GIF8"u8.ToArray(), new("gif", [.. Images, OutputType.Video])),
        (0, "ID3"u8.ToArray(), new("mp3", Sounds)),
        (0, "OggS"u8.ToArray(), new("ogg", Sounds)),
        (0, "fLaC"u8.ToArray(), new("flac", Sounds)),
        (0, "glTF"u8.ToArray(), new("glb", OutputType.Model)),
        (0, "Kaydara FBX"u8.ToArray(), new("fbx", OutputType.Model)),
        (0, "ply\n"u8.ToArray(), new("ply", OutputType.Model)),
        (0, [0x50, 0x4B, 0x03, 0x04], new("zip", OutputType.Model)),
        (0, "WEBVTT"u8.ToArray(), new("vtt", OutputType.Subtitle)),
        (0, [0xEF, 0xBB, 0xBF, .. "WEBVTT"u8], new("vtt", OutputType.Subtitle)),
        (0, "[Script Info]"u8.ToArray(), new("ass", OutputType.Subtitle)),
        (0, "%PDF-"u8.ToArray(), new("pdf")),
    ];

    private static readonly FileFormat Aac = new("aac", Sounds);
    private static readonly FileFormat Mp3 = new("mp3", Sounds);
    private static readonly FileFormat Srt = new("srt", OutputType.Subtitle);
    private static readonly FileFormat Obj = new("obj", OutputType.Model);
    private static readonly FileFormat Json = new("json", OutputType.Subtitle);

    /// <summary>The format of a file; <see langword="null"/> if it is none of those known, such as a web page or a program.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes, or all of a shorter file.</param>
    public static FileFormat? Of(ReadOnlySpan<byte> head)
    {
        foreach (var (offset, bytes, format) in Signatures)
            if (head.Length >= offset && head[offset..].StartsWith(bytes) && (offset != 8 || head.StartsWith("RIFF"u8))) return format;

        // The sync word of MPEG audio: eleven bits, then the version and the layer. 0 stands for AAC, 1 for layer III.
        return head is not [0xFF, >= 0xE0 and var second, ..] ? TextFormat(head) : (second & 0x06) switch { 0 => Aac, 2 => Mp3, _ => null };
    }

    /// <summary>Whether an output of a type may have this format.</summary>
    public bool Fits(OutputType type) => type is OutputType.File || Types.Contains(type);

    private static FileFormat? TextFormat(ReadOnlySpan<byte> head)
    {
        var text = (head.StartsWith("\uFEFF"u8) ? head[3..] : head).TrimStart(" \t\r\n"u8);
        if (text.ContainsAnyInRange((byte)0, (byte)8)) return null;
        if (text is [(byte)'{' or (byte)'[', ..]) return Json;
        if (text is [>= (byte)'0' and <= (byte)'9', ..] && text.IndexOf(" --> "u8) is > 0 and < 40) return Srt;
        var isComment = text is [(byte)'#', not (byte)'!', ..] && text.IndexOf("\nv "u8) > 0;
        return isComment || text.StartsWith("v "u8) || text.StartsWith("mtllib "u8) ? Obj : null;
    }
}
