using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KlingMcp.Cli;

/// <summary>Reads a length of time as people write it: <c>90</c>, <c>90s</c>, <c>5m</c>, <c>1h30m</c>.</summary>
internal static partial class Durations
{
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(1_000_000);

    /// <summary>The value of an option; adds an error if it is none.</summary>
    public static TimeSpan In(ArgumentResult result)
    {
        if (Read(result.Tokens[0].Value) is { } duration && duration >= TimeSpan.FromSeconds(1) && duration <= Max) return duration;

        result.AddError("--timeout must be a length of time: 90 (seconds), 90s, 5m, 1h30m.");
        return TimeSpan.Zero;
    }

    /// <summary>The length of time; <see langword="null"/> if the text is none.</summary>
    public static TimeSpan? Read(string text)
    {
        var match = Form().Match(text.Trim());
        return match.Success ? TimeSpan.FromSeconds((Part("h") * 3600) + (Part("m") * 60) + Part("s")) : null;

        long Part(string unit) => match.Groups[unit] is { Success: true } part ? long.Parse(part.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?=\d)(?:(?<h>\d{1,6})h)?(?:(?<m>\d{1,6})m)?(?:(?<s>\d{1,7})s?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
