using KlingMcp.Cli.Hosts;

namespace KlingMcp.Cli;

/// <summary>The variables that a host gives the program of an entry.</summary>
/// <param name="host">The host.</param>
/// <param name="entry">The entry.</param>
/// <param name="shell">The value of a variable in this shell, which stands for the host's own environment.</param>
internal sealed class EntryEnvironment(Host host, FoundServer entry, Func<string, string?> shell)
{
    public IEnumerable<string> Names => entry.Variables.Keys.Concat(entry.PassedOn);

    /// <summary>What cannot be checked from here.</summary>
    public IReadOnlyList<string> Notes =>
    [
        .. from variable in entry.Variables
           where IsInput(variable.Value)
           select $"{host.Title} asks for {variable.Key} itself, so that key cannot be checked from here",
        .. from variable in entry.Variables
           where host.ReferenceIn(variable.Value) is { } name && string.IsNullOrWhiteSpace(shell(name))
           select $"{variable.Key} comes from the environment of {host.Title}; it is not set in this shell",
        .. from name in entry.PassedOn
           where string.IsNullOrWhiteSpace(shell(name))
           select $"{name} comes from the environment of {host.Title}; it is not set in this shell",
    ];

    /// <summary>The value of a variable; <see langword="null"/> if the entry does not set it.</summary>
    public string? ValueOf(string name)
    {
        if (entry.PassedOn.Contains(name)) return shell(name);
        if (!entry.Variables.TryGetValue(name, out var value) || IsInput(value)) return null;

        return host.ReferenceIn(value) is { } other ? shell(other) : value;
    }

    private static bool IsInput(string value) => value.StartsWith("${input:", StringComparison.Ordinal);
}
