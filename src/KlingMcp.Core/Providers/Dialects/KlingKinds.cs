namespace KlingMcp.Providers.Dialects;

/// <summary>The paths under which Kling keeps its tasks, between <c>/v1/</c> and the id. Gateways that pass Kling through have some of them.</summary>
internal static class KlingKinds
{
    /// <summary>All of the vendor's lookup paths, likeliest first.</summary>
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

    /// <summary>Elements that a user has made of pictures or a video.</summary>
    public const string Elements = "general/advanced-custom-elements";

    private static readonly SandboxTemplate Tasks = new("Dialects/KlingTask.json") { Finds = IsUnderItsKind };

    private static readonly SandboxTemplate CustomElements = new("Dialects/KlingElement.json") { Finds = IsUnderItsKind };

    /// <summary>The templates of Kling's older paths; a task is found only under its own kind.</summary>
    public static SandboxTemplate Sandbox(AddressedTask? asked) => asked?.Kind is Elements ? CustomElements : Tasks;

    private static bool IsUnderItsKind(AddressedTask asked, SandboxTask task) => asked.Kind == (task.Kind ?? All[0]);

    /// <summary>What Kling calls the kind: the path without its first segment.</summary>
    public static string NameOf(string kind) => kind[(kind.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>
    /// Reads <c>KIND/ID</c> behind a prefix of some segments; whether there is such a kind is checked elsewhere.
    /// <see langword="null"/> for a kind without an id, which is a list.
    /// </summary>
    public static AddressedTask? ReadAddress(IReadOnlyList<string> segments, int prefix)
    {
        string[] path = [.. segments.Skip(prefix)];
        return path.Length > 2 && !All.Contains(string.Join('/', path)) ? new(path[^1], string.Join('/', path[..^1])) : null;
    }
}
