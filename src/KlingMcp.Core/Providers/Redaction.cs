using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using KlingMcp.Domain;

namespace KlingMcp.Providers;

/// <summary>Text that a provider wrote, made fit to leave: visible characters only, no key and no part of one, one line, cut.</summary>
internal sealed partial class Redaction
{
    private const string Mark = "***";

    /// <summary>A run of this many characters of a key gives it away.</summary>
    private const int Run = 8;

    /// <summary>So often a text is unescaped.</summary>
    private const int MaxUnescaped = 3;

    /// <summary>Enough to look for keys in, before the cut.</summary>
    private const int MaxRead = 4096;

    /// <summary>In characters. A log line is cut here.</summary>
    private const int MaxLine = 16 * 1024;

    private readonly HashSet<string> runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> tellingRuns = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] secrets;

    /// <param name="secrets">Every key, token and e-mail address that is configured.</param>
    /// <param name="mentioned">
    /// A secret that the provider's answer itself mentions; <see langword="null"/> for none. It is struck out of text only: nobody vouches that it does not stand in
    /// addresses by chance.
    /// </param>
    public Redaction(IEnumerable<string> secrets, string? mentioned = null)
    {
        this.secrets = [.. secrets.Where(static s => s.Length > 3).Distinct().OrderByDescending(static s => s.Length)];
        foreach (var run in RunsOf(mentioned ?? "")) runs.Add(run);
        foreach (var secret in this.secrets)
        {
            var domain = secret.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? at : secret.Length;
            foreach (var (start, run) in RunsOf(secret).Index())
            {
                runs.Add(run);
                if (start < domain && !run.All(char.IsAsciiDigit)) tellingRuns.Add(run);
            }
        }
    }

    /// <summary>Knows no key.</summary>
    public static Redaction None { get; } = new([]);

    /// <summary>A redaction that also knows the secrets of a single exchange.</summary>
    /// <param name="token">The credential that was sent, if it was signed for this request; <see langword="null"/> for none.</param>
    /// <param name="mentioned">A secret that the response repeats; <see langword="null"/> for none.</param>
    public Redaction Knowing(string? token, string? mentioned = null)
    {
        var isNew = token is { Length: > 0 } && !secrets.Contains(token);
        return isNew || mentioned is { Length: >= Run } ? new(isNew ? [.. secrets, token!] : secrets, mentioned) : this;
    }

    /// <summary>A line of our own, or of a caller, without keys: for the log and for what is repeated from arguments.</summary>
    public string? CleanLine(string line) => Clean(line, MaxLine);

    /// <summary>The text as it may leave, at most <paramref name="max"/> characters; <see langword="null"/> when nothing is left of it.</summary>
    public string? Clean(string? text, int max = VisibleText.MaxLength)
    {
        if (VisibleText.Clean(text, Math.Max(max, MaxRead)) is not { } line) return null;

        // what is escaped stays so, unless a key shows once it is not
        foreach (var plain in Unescaped(line))
        {
            var without = WithoutRuns(plain);
            if (without == plain) continue;

            line = without;
            break;
        }

        return VisibleText.Clean(Tokens().Replace(WithoutRuns(line), Mark), max);
    }

    /// <summary>The address itself, byte for byte; <see langword="null"/> when it gives a key away, escaped or not.</summary>
    public string? Address(string? url) => url is null || GivesAway(url) ? null : url;

    /// <summary>A reading with all its text cleaned.</summary>
    public Result<KlingTask> Clean(Result<KlingTask> reading) => reading.IsSuccess ? Clean(reading.Value) : Clean(reading.Fault);

    /// <summary>A fault with the provider's text and code cleaned.</summary>
    public Fault Clean(Fault fault) => fault with { ProviderText = Clean(fault.ProviderText), Code = Clean(fault.Code) };

    private Result<KlingTask> Clean(KlingTask task)
    {
        if (GivesAway(task.Reference.Id)) return new Fault(FaultCategory.BadResponse, "the task's id holds a key");

        KlingOutput[] outputs = [.. task.Outputs.Select(Clean).Where(static o => o.IsUsable)];
        if (outputs.Length == 0 && task.Outputs.Count > 0) return new Fault(FaultCategory.BadResponse, "every output's address holds a key, so none is given");

        var advice = task.Advice is { } said && !GivesAway(said) ? said : null;
        var withheld = task.Outputs.Count - outputs.Length;
        return task with
        {
            ProviderStatus = Clean(task.ProviderStatus) ?? "",
            Kind = Clean(task.Kind),
            Model = Clean(task.Model),
            ExternalId = Clean(task.ExternalId),
            Prompt = Clean(task.Prompt),
            Parent = Clean(task.Parent),
            Cost = Clean(task.Cost),
            Failure = task.Failure is { } failure ? failure with { Code = Clean(failure.Code), Message = Clean(failure.Message) } : null,
            Outputs = outputs,
            Advice = withheld == 0 ? advice : $"{withheld} of {task.Outputs.Count} outputs are withheld, for their addresses hold a key.{(advice is null ? "" : $" {advice}")}",
        };
    }

    private KlingOutput Clean(KlingOutput output) => output with
    {
        Id = VisibleText.Clean(output.Id) is { } id && !GivesAway(id) ? id : null,
        Name = Clean(output.Name),
        Url = Address(output.Url),
        WatermarkedUrl = Address(output.WatermarkedUrl),
        CoverUrl = Address(output.CoverUrl),
        WavUrl = Address(output.WavUrl),
    };

    /// <summary>
    /// Whether an address or a handle, which is worth nothing when something is struck out of it, holds a key or a run of one. Digits alone and the domain
    /// of an e-mail address stand in many of them by chance.
    /// </summary>
    private bool GivesAway(string text) => Property(text) || Unescaped(text).Any(Property);

    private static IEnumerable<string> RunsOf(string secret) => Enumerable.Range(0, Math.Max(0, secret.Length - Run + 1)).Select(start => secret.Substring(start, Run));

    /// <summary>The text behind percent signs, HTML's entities and JSON's escapes, step by step as long as something changes, but not for ever.</summary>
    private static IEnumerable<string> Unescaped(string text)
    {
        for (var step = 0; step < MaxUnescaped && text.AsSpan().IndexOfAny('%', '&', '\\') >= 0; step++)
        {
            var plain = JsonEscapes().Replace(
                WebUtility.HtmlDecode(Uri.UnescapeDataString(text)), static m => $"{(char)ushort.Parse(m.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}");
            if (plain == text) yield break;

            yield return text = plain;
        }
    }

    private bool Property(string text)
    {
        if (secrets.Any(s => s.Length < Run && text.Contains(s, StringComparison.OrdinalIgnoreCase))) return true;

        var telling = tellingRuns.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at + Run <= text.Length; at++)
            if (telling.Contains(text.AsSpan(at, Run))) return true;

        return false;
    }

    private string WithoutRuns(string line)
    {
        var clean = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length;)
        {
            var end = EndOfRun(line, at);
            if (end == at)
            {
                clean.Append(line[at++]);
            }
            else
            {
                clean.Append(Mark);
                at = end;
            }
        }

        // the short ones last: one that stands within a run would leave the rest of it
        return secrets.Where(static s => s.Length < Run).Aggregate(clean.ToString(), static (text, secret) => text.Replace(secret, Mark, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Where a chain of overlapping runs that starts here ends; the start itself when there is none.</summary>
    private int EndOfRun(string line, int start)
    {
        var (end, known) = (start, runs.GetAlternateLookup<ReadOnlySpan<char>>());
        for (var at = start; at <= end && at + Run <= line.Length; at++)
            if (known.Contains(line.AsSpan(at, Run))) end = at + Run;

        return end;
    }

    /// <summary>What looks like a gateway's key, a signed token, or the header that carries one.</summary>
    [GeneratedRegex(@"\bsk-[A-Za-z0-9_*-]+|\beyJ[A-Za-z0-9_-]{4,}(\.[A-Za-z0-9_-]*){0,2}|(?<=\bBearer )\S+")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}")]
    private static partial Regex JsonEscapes();
}
