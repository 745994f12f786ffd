using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace KlingMcp.Domain;

/// <summary>Finds secrets, and parts of them, in text: plain or escaped, in any case. Immutable.</summary>
internal sealed partial class SecretMatcher
{
    private const string Mark = "***";

    /// <summary>This many consecutive characters of a secret count as the secret. Shorter secrets are matched whole.</summary>
    private const int RunLength = 8;

    /// <summary>Shorter values are not matched: they occur in ordinary text.</summary>
    private const int MinSecretLength = 4;

    /// <summary>Of a longer secret, only this many characters count: a response may claim one of megabytes.</summary>
    private const int MaxSecretLength = 4096;

    /// <summary>How many layers of escapes are removed.</summary>
    private const int MaxUnescapes = 3;

    private readonly HashSet<string> runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> addressRuns = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] secrets;

    /// <param name="secrets">Keys, tokens and e-mail addresses.</param>
    /// <param name="textSecret">
    /// A further secret that is matched in text only, because addresses may contain it by chance; <see langword="null"/> for none.
    /// </param>
    public SecretMatcher(IEnumerable<string> secrets, string? textSecret = null)
    {
        this.secrets = [.. secrets.Where(static s => s.Length >= MinSecretLength).Distinct().OrderByDescending(static s => s.Length)];
        foreach (var run in RunsOf(Start(textSecret ?? ""))) runs.Add(run);
        foreach (var secret in this.secrets)
        {
            var domain = secret.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? at : secret.Length;
            foreach (var (start, run) in RunsOf(secret).Index())
            {
                runs.Add(run);
                if (start < domain && !run.All(char.IsAsciiDigit)) addressRuns.Add(run);
            }
        }
    }

    /// <summary>A matcher that knows further secrets; this one if they add nothing.</summary>
    public SecretMatcher With(IEnumerable<string> more, string? textSecret)
    {
        string[] added = [.. more.Where(s => s.Length > 0 && !secrets.Contains(s))];
        return added.Length > 0 || textSecret is { Length: >= RunLength } ? new([.. secrets, .. added], textSecret) : this;
    }

    /// <summary>
    /// Whether an address or a handle contains a secret. Digits alone and the domain of an e-mail address do not count: they
    /// occur in many by chance.
    /// </summary>
    public bool IsIn(string address) => HasSecret(address) || Unescaped(address).Any(HasSecret);

    /// <summary>
    /// The text with secrets, and anything that looks like a token, replaced by <c>***</c>. Escapes stay unless they hide a
    /// secret.
    /// </summary>
    public string Strike(string text)
    {
        foreach (var plain in Unescaped(text))
        {
            var struck = StrikeRuns(plain);
            if (struck == plain) continue;

            text = struck;
            break;
        }

        return Tokens().Replace(StrikeRuns(text), Mark);
    }

    private static string Start(string secret) => secret.Length > MaxSecretLength ? secret[..MaxSecretLength] : secret;

    private static IEnumerable<string> RunsOf(string secret) =>
        Enumerable.Range(0, Math.Max(0, secret.Length - RunLength + 1)).Select(start => secret.Substring(start, RunLength));

    /// <summary>
    /// The text without percent escapes, HTML entities and JSON escapes, one layer at a time, as long as a layer changes it.
    /// </summary>
    private static IEnumerable<string> Unescaped(string text)
    {
        for (var layer = 0; layer < MaxUnescapes && text.AsSpan().IndexOfAny('%', '&', '\\') >= 0; layer++)
        {
            var plain = JsonEscapes().Replace(
                WebUtility.HtmlDecode(Uri.UnescapeDataString(text)),
                static m => $"{(char)ushort.Parse(m.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}");
            if (plain == text) yield break;

            yield return text = plain;
        }
    }

    private bool HasSecret(string address)
    {
        if (secrets.Any(s => s.Length < RunLength && address.Contains(s, StringComparison.OrdinalIgnoreCase))) return true;

        var known = addressRuns.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at + RunLength <= address.Length; at++)
            if (known.Contains(address.AsSpan(at, RunLength))) return true;

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

        // short secrets come last: one inside a run would leave the rest of the run
        return secrets.Where(static s => s.Length < RunLength)
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

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}")]
    private static partial Regex JsonEscapes();
}
