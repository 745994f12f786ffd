namespace KlingMcp.Providers.Dialects;

/// <summary>
/// Kling's lookup paths between <c>/v1/</c> and the id (<see href="https://kling.ai/document-api"/>). Gateways that pass requests
/// on to Kling have some of them.
/// </summary>
internal static class KlingKinds
{
    /// <summary>All lookup paths, the most common first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "videos/image2video",
        "videos/text2video",
        "videos/omni-video",
        "videos/multi-image2video",
        "videos/motion-control",
        "videos/video-extend",
        "videos/avatar/image2video",
        "videos/advanced-lip-sync",
        "videos/lip-sync",
        "videos/effects",
        "videos/multi-elements",
        "images/generations",
        "images/omni-image",
        "images/multi-image2image",
        "images/editing/expand",
        "images/kolors-virtual-try-on",
        "audio/text-to-audio",
        "audio/video-to-audio",
        Elements,
        "general/custom-voices",
        "general/ai-multi-shot",
    ];

    /// <summary>Elements that a user created from pictures or a video.</summary>
    public const string Elements = "general/advanced-custom-elements";

    private static readonly SandboxTemplate Tasks = new("Dialects/KlingTask.json") { Finds = IsUnderItsKind };

    private static readonly SandboxTemplate CustomElements = new("Dialects/KlingElement.json") { Finds = IsUnderItsKind };

    /// <summary>The templates of Kling's older paths; a task is found only under its own kind.</summary>
    public static SandboxTemplate Sandbox(AddressedTask? asked) => asked?.Kind is Elements ? CustomElements : Tasks;

    private static bool IsUnderItsKind(AddressedTask asked, SandboxTask task) => asked.Kind == (task.Kind ?? All[0]);

    /// <summary>Kling's name of the kind: the path without its first segment.</summary>
    public static string NameOf(string kind) => kind[(kind.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>
    /// Reads <c>KIND/ID</c> after a prefix; the kind is validated elsewhere. A kind without an id is a list:
    /// <see langword="null"/>.
    /// </summary>
    public static AddressedTask? ReadAddress(IReadOnlyList<string> segments, int prefix)
    {
        string[] path = [.. segments.Skip(prefix)];
        return path.Length > 2 && !All.Contains(string.Join('/', path)) ? new(path[^1], string.Join('/', path[..^1])) : null;
    }
}
