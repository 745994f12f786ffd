namespace KlingMcp.Providers;

/// <summary>A provider's keys and other settings, by the name of their variable. Never printed.</summary>
internal sealed class Credentials(IReadOnlyDictionary<string, string> values)
{
    /// <summary>Placeholder values, for the sandbox.</summary>
    public static Credentials None(IEnumerable<string> variables) => new(variables.ToDictionary(static v => v, static _ => "-"));

    /// <summary>The value of a variable that is set.</summary>
    public string this[string variable] => values[variable];

    /// <summary>The value of an optional variable; <see langword="null"/> if it is not set.</summary>
    public string? Find(string variable) => values.GetValueOrDefault(variable);

    /// <summary>Hides the values, so that no log line can contain them.</summary>
    public override string ToString() => "***";
}
