using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace KlingMcp.Domain;

/// <summary>
/// Finds secrets, and parts of them, in text: plain or escaped, in any case, also with invisible characters between the letters.
/// Immutable.
/// </summary>
internal sealed partial class SecretMatcher
{
    private const string Mark = "***";

    /// <summary>In a text, this many consecutive characters of a key count as the key. Shorter secrets are matched whole.</summary>
    private const int RunLength = 8;

    /// <summary>Shorter values are not matched: they occur in ordinary text.</summary>
    private const int MinSecretLength = 4;

    /// <summary>The second part of a pair counts as a secret of its own from this length on.</summary>
    private const int MinPartLength = 16;

    /// <summary>Of a longer secret, only this many characters count: a response may claim one of megabytes.</summary>
    private const int MaxSecretLength = 4096;

    /// <summary>
    /// How many layers of different escapes are removed; the same escape on top of itself is one layer. Text with more counts as a secret.
    /// </summary>
    private const int MaxUnescapes = 8;

    private readonly HashSet<string> runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] secrets;

    /// <param name="secrets">Keys, tokens and e-mail addresses.</param>
    /// <param name="textSecret">
    /// A further secret that is matched in text only, because addresses may contain it by chance; <see langword="null"/> for none.
    /// </param>
    public SecretMatcher(IEnumerable<string> secrets, string? textSecret = null)
    {
        this.secrets =
        [
            .. secrets.SelectMany(WithParts).Where(static s => s.Length >= MinSecretLength)
                .Distinct().OrderByDescending(static s => s.Length),
        ];
        foreach (var run in RunsOf(textSecret ?? "", RunLength)) runs.Add(run);
        foreach (var run in this.secrets.Where(static s => !IsEmail(s)).SelectMany(static s => RunsOf(s, RunLength))) runs.Add(run);
    }

    /// <summary>A matcher that knows further secrets; this one if they add nothing.</summary>
    public SecretMatcher With(IEnumerable<string> more, string? textSecret)
    {
        string[] added = [.. more.Where(s => s.Length > 0 && !secrets.Contains(s))];
        return added.Length > 0 || textSecret is { Length: >= RunLength } ? new([.. secrets, .. added], textSecret) : this;
    }

    /// <summary>
    /// Whether an address contains a whole secret. Parts do not count: an address contains names, and the header of a signed token, and so
    /// may a key.
    /// </summary>
    public bool IsInAddress(string address) => IsIn(address, HasWhole);

    /// <summary>
    /// Whether a handle, which contains no names, contains a whole secret or eight consecutive characters of a key. Digits alone do not
    /// count unless they are the whole key.
    /// </summary>
    public bool IsInHandle(string handle) => IsIn(handle, text => HasWhole(text) || HasRun(text));

    private static bool IsIn(string written, Func<string, bool> hasSecret)
    {
        var layer = 0;
        for (var text = written; ; layer++)
        {
            if (hasSecret(text) || layer > MaxUnescapes) return true;
            if (Unescape(text) is not { } plain) return false;

            text = plain;
        }
    }

    /// <summary>
    /// The text with secrets, and anything that looks like a token, replaced by <c>***</c>. Escapes stay unless they hide a
    /// secret.
    /// </summary>
    public string Strike(string text)
    {
        var layer = 0;
        for (var shown = text; Unescape(shown) is { } plain; layer++)
        {
            if (layer == MaxUnescapes) return Mark;

            shown = StrikeRuns(plain);
            if (shown != plain) text = shown;
        }

        return Tokens().Replace(StrikeRuns(text), Mark);
    }

    /// <summary>The text with whole secrets replaced by <c>***</c>.</summary>
    public string StrikeWhole(string text) =>
        secrets.Aggregate(text, static (line, secret) => line.Replace(secret, Mark, StringComparison.OrdinalIgnoreCase));

    private static bool IsEmail(string secret) => secret.Contains('@', StringComparison.Ordinal);

    /// <summary>A key that is a pair (<c>id:secret</c>), and the secret in it.</summary>
    private static IEnumerable<string> WithParts(string secret) =>
        secret.LastIndexOf(':') is >= 0 and var colon && secret.Length - colon > MinPartLength ? [secret, secret[(colon + 1)..]] : [secret];

    private static IEnumerable<string> RunsOf(string secret, int length)
    {
        var end = Math.Min(secret.Length, MaxSecretLength);
        for (var start = 0; start + length <= end; start++) yield return secret.Substring(start, length);
    }

    /// <summary>
    /// The text without one layer of percent escapes, HTML entities and JSON escapes, and without invisible characters;
    /// <see langword="null"/> if there are none.
    /// </summary>
    private static string? Unescape(string text)
    {
        if (text.AsSpan().IndexOfAny('%', '&', '\\') < 0) return null;

        var once = EscapedEscapes().Replace(text, static m => m.Value[..1]);
        var plain = VisibleText.WithoutHidden(JsonEscapes().Replace(
            WebUtility.HtmlDecode(Uri.UnescapeDataString(once)),
            static m => $"{(char)ushort.Parse(m.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"));
        return plain == text ? null : plain;
    }

    private bool HasWhole(string text) => secrets.Any(s => text.Contains(s, StringComparison.OrdinalIgnoreCase));

    private bool HasRun(string text)
    {
        var lookup = runs.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at + RunLength <= text.Length; at++)
        {
            var part = text.AsSpan(at, RunLength);
            if (lookup.Contains(part) && part.ContainsAnyExceptInRange('0', '9')) return true;
        }

        return false;
    }

    private string StrikeRuns(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfRuns(text, at);
            if (end == at)
            {
                clean.Append(text[at++]);
            }
            else
            {
                clean.Append(Mark);
                at = end;
            }
        }

        // what is matched whole comes last: a short secret inside a run would leave the rest of the run
        return secrets.Where(static s => s.Length < RunLength || IsEmail(s))
            .Aggregate(clean.ToString(), static (line, secret) => line.Replace(secret, Mark, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The end of the overlapping runs that start here; the start itself if there are none.</summary>
    private int EndOfRuns(string text, int start)
    {
        var (end, known) = (start, runs.GetAlternateLookup<ReadOnlySpan<char>>());
        for (var at = start; at <= end && at + RunLength <= text.Length; at++)
            if (known.Contains(text.AsSpan(at, RunLength))) end = at + RunLength;

        return end;
    }

    /// <summary>What looks like a gateway's key, a signed token, or the value of an Authorization header.</summary>
    [GeneratedRegex(@"\bsk-[A-Za-z0-9_*-]+|\beyJ[A-Za-z0-9_-]{4,}(\.[A-Za-z0-9_-]*){0,2}|(?<=\bBearer )\S+")]
    private static partial Regex Tokens();

    /// <summary>An escape whose own mark is escaped again, any number of times.</summary>
    [GeneratedRegex(@"%(?:25)+(?=[0-9A-Fa-f]{2})|&(?:amp;)+|\\{2,}")]
    private static partial Regex EscapedEscapes();

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}")]
    private static partial Regex JsonEscapes();
}
