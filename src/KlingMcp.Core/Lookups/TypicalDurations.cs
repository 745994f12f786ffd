namespace KlingMcp.Lookups;

/// <summary>
/// How long tasks of a kind take, before one was seen to finish. From what providers publish and from observation: a video of five
/// seconds 45–110 s in standard and 100–250 s in professional mode, omni 83 s, motion control 8.5 min, images 20–60 s, elements 5 s–2
/// min, voices 9 s.
/// </summary>
internal static class TypicalDurations
{
    /// <summary>For an unknown kind. Most tasks are videos.</summary>
    public static TimeSpan General { get; } = TimeSpan.FromSeconds(100);

    /// <summary>Parts of the names of kinds, with <c>-</c> written as <c>_</c>. The first match counts.</summary>
    private static readonly (string Part, int Seconds)[] Table =
    [
        ("motion_control", 510),
        ("voice", 9),
        ("custom_element", 40),
        ("omni_image", 30),
        ("omni", 85),
        ("2video_hq", 150),
        ("image2video", 140),
        ("text2video", 140),
        ("video", 100),
        ("generations", 30),
        ("image", 30),
        ("2img", 30),
        ("ai_multi_shot", 30),
        ("expand", 30),
        ("try_on", 30),
    ];

    /// <summary>The typical duration of a kind; <see langword="null"/> for an unknown kind.</summary>
    public static TimeSpan Of(string? kind)
    {
        var name = kind?.Replace('-', '_').ToLowerInvariant() ?? "";
        foreach (var (part, seconds) in Table)
        {
            if (name.Contains(part, StringComparison.Ordinal)) return TimeSpan.FromSeconds(seconds);
        }

        return General;
    }
}
