using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>A lookup that could not be made, as a model reads it.</summary>
internal static class FaultText
{
    /// <summary>Codes that a provider gives to every failure.</summary>
    private static readonly string[] EmptyCodes = ["10000", "0", "200", "success", "failed", "error"];

    public static string Of(Fault fault, Wording wording)
    {
        var who = fault.Provider is { } provider ? $" at {provider}" : "";
        var said = fault.ProviderText is { } text ? $"\"{text}\"" : Advice.Sentence(fault);
        string[] facts =
        [
            .. fault.HttpStatus is { } status and not 200 ? [$"HTTP {status}"] : Array.Empty<string>(),
            .. IsTelling(fault.Code) ? [$"code {PlainWord.OrQuoted(fault.Code)}"] : Array.Empty<string>(),
        ];
        var about = facts.Length > 0 ? $" ({string.Join(", ", facts)})" : "";
        var line = $"{fault.Category.Word}{who}: {said}{about}. {Advice.For(fault, wording)}";
        if (fault.Asked is { Count: > 1 } asked) line += $"\nasked: {string.Join(", ", asked.Select(Line))}";
        if (fault.Candidates is { } candidates)
            line += string.Concat(candidates.Select(static c => $"\ncandidate: {CandidateSummary.From(c).Line()}"));
        return line;
    }

    /// <summary>Whether a provider's code says anything.</summary>
    public static bool IsTelling(string? code) => code is not null && !EmptyCodes.Contains(code, StringComparer.OrdinalIgnoreCase);

    private static string Line(AskedProvider asked) => $"{asked.Provider} {asked.Category.Word}";
}
