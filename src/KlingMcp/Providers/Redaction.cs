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

    /// <summary>Enough to look for keys in, before the cut.</summary>
    private const int MaxRead = 4096;

    private readonly HashSet<string> runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> runsBySpan;
    private readonly string[] secrets;

    /// <param name="secrets">Every key, token and e-mail address that is configured.</param>
    public Redaction(IEnumerable<string> secrets)
    {
        this.secrets = [.. secrets.Where(static s => s.Length > 3).OrderByDescending(static s => s.Length)];
        runsBySpan = runs.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var secret in this.secrets)
            for (var at = 0; at + Run <= secret.Length; at++) runs.Add(secret.Substring(at, Run));
    }

    /// <summary>The text as it may leave; <see langword="null"/> when nothing is left of it.</summary>
    public string? Clean(string? text) => VisibleText.Clean(text, MaxRead) is { } line ? VisibleText.Clean(Tokens().Replace(WithoutRuns(line), Mark)) : null;

    /// <summary>The address itself, byte for byte; <see langword="null"/> when it holds a whole key.</summary>
    public string? Address(string? url) => url is not null && secrets.Any(s => url.Contains(s, StringComparison.OrdinalIgnoreCase)) ? null : url;

    /// <summary>A reading with all its text cleaned.</summary>
    public Reading Clean(Reading reading) => reading.Found ? Clean(reading.Task) : Clean(reading.Fault);

    /// <summary>A fault with the provider's text and code cleaned.</summary>
    public Fault Clean(Fault fault) => fault with { ProviderText = Clean(fault.ProviderText), Code = Clean(fault.Code) };

    private Reading Clean(KlingTask task)
    {
        KlingOutput[] outputs = [.. task.Outputs.Select(Clean).Where(static o => o.IsUsable)];
        if (outputs.Length == 0 && task.Outputs.Count > 0) return new Fault(FaultCategory.BadResponse, "every output's address holds a key, so none is given");

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
        };
    }

    private KlingOutput Clean(KlingOutput output) => output with
    {
        Id = Clean(output.Id),
        Name = Clean(output.Name),
        Url = Address(output.Url),
        WatermarkedUrl = Address(output.WatermarkedUrl),
        CoverUrl = Address(output.CoverUrl),
        WavUrl = Address(output.WavUrl),
    };

    private string WithoutRuns(string line)
    {
        foreach (var secret in secrets.Where(static s => s.Length < Run)) line = line.Replace(secret, Mark, StringComparison.OrdinalIgnoreCase);

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

        return clean.ToString();
    }

    /// <summary>Where a chain of overlapping runs that starts here ends; the start itself when there is none.</summary>
    private int EndOfRun(string line, int start)
    {
        var end = start;
        for (var at = start; at <= end && at + Run <= line.Length; at++)
            if (runsBySpan.Contains(line.AsSpan(at, Run))) end = at + Run;

        return end;
    }

    /// <summary>What looks like a gateway's key, a signed token, or the header that carries one.</summary>
    [GeneratedRegex(@"\bsk-[A-Za-z0-9_*-]+|\beyJ[A-Za-z0-9_-]{4,}(\.[A-Za-z0-9_-]*){0,2}|(?<=\bBearer )\S+")]
    private static partial Regex Tokens();
}
