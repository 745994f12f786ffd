using KlingMcp.Providers;

namespace KlingMcp.Cli;

/// <summary>Reads the variables of an environment: this process's, or that of an entry in a host's file.</summary>
internal static class VariableReader
{
    /// <summary>Every variable that the program reads.</summary>
    /// <param name="environment">The value of a variable; <see langword="null"/> if it is not set.</param>
    public static Variable[] Read(Func<string, string?> environment)
    {
        EnvironmentValues values = new(environment);
        return [.. Settings.VariablesOf(ProviderCatalog.All).Select(name => Read(name, values))];
    }

    /// <summary>The names of the other variables that have a value.</summary>
    /// <param name="names">The names of all variables of the environment.</param>
    /// <param name="environment">The value of a variable.</param>
    /// <param name="variables">The variables that the program reads.</param>
    public static string[] Others(
        IEnumerable<string> names, Func<string, string?> environment, IReadOnlyList<Variable> variables) =>
    [
        .. names.Where(name => !string.IsNullOrWhiteSpace(environment(name)))
            .Except(variables.Select(static v => v.Name))
            .Order(StringComparer.Ordinal),
    ];

    private static Variable Read(string name, EnvironmentValues values)
    {
        var isSecret = ProviderCatalog.All.Any(p => p.SecretVariables.Contains(name));
        return new(name, isSecret ? values.UncheckedKey(name) : values.Text(name))
        {
            IsSecret = isSecret,
            Placeholder = values.PlaceholderIn(name, isSecret) is { } placeholder ? Placeholder.Describe(placeholder) : null,
            IsQuoted = values.IsQuoted(name),
        };
    }
}
