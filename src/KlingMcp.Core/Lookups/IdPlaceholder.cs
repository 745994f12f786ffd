using System.Text.RegularExpressions;

namespace KlingMcp.Lookups;

/// <summary>Recognises what stands for an id that nobody has filled in.</summary>
internal static partial class IdPlaceholder
{
    public static bool Is(string text)
    {
        if (text.Length > 200) return false;

        // A label without an id behind it is one, too: "taskId=".
        var trimmed = text.Trim().TrimEnd(':', '=', ' ');
        return Word().IsMatch(trimmed) || (Template().IsMatch(trimmed) && !trimmed.Any(char.IsDigit));
    }

    [GeneratedRegex(
        @"^(undefined|null|none|nil|nan|n/?a|infinity|true|false|string|placeholder|todo|tbd|unknown|x{3,}|\.{3}|…"
            + @"|((your|the|insert|example|actual|some)[ _.-]?)*((kling|task|request|generation|video|job|external)[ _.-]?)*"
        + @"(uu)?ids?([ _.-]?here)?)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    /// <summary><c>&lt;…&gt;</c>, <c>{{…}}</c>, <c>${…}</c>, <c>%…%</c>.</summary>
    [GeneratedRegex(@"^(<[^<>:/]*>|\{\{.*\}\}|\$\{.*\}|\$\w+|%\w+%)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Template();
}
