using KlingMcp.Providers;

namespace KlingMcp;

/// <summary>Finds the keys of providers in the environment, and says why there is none.</summary>
internal sealed class ProviderKeys(EnvironmentValues values)
{
    /// <summary>The account with the first kind of key whose variables are all set; <see langword="null"/> if there is none.</summary>
    public ProviderAccount? AccountOf(ProviderDescriptor provider, string address, string? listAddress)
    {
        if (provider.Keys.FirstOrDefault(k => k.Variables.All(IsSet)) is not { } keys) return null;

        var variables = keys.Variables.Concat(provider.OptionalVariables).Where(IsSet);
        return new(provider, keys, new(variables.ToDictionary(static v => v, v => values.Key(v)!)), address) { ListAddress = listAddress };
    }

    /// <summary>
    /// By provider name: half a pair of keys, or placeholders. Providers with a key, or without any variable, are absent.
    /// </summary>
    public Dictionary<string, string> ProblemsOf(IReadOnlyList<ProviderDescriptor> providers) => providers
        .Where(p => !p.Keys.Any(k => k.Variables.All(IsSet)))
        .Select(p => (p.Name, Problem: string.Join("; ", ((string?[])[HalfOf(p), PlaceholdersOf(p)]).OfType<string>())))
        .Where(static p => p.Problem.Length > 0)
        .ToDictionary(static p => p.Name, static p => p.Problem);

    private static string And(IEnumerable<string> words) => string.Join(" and ", words);

    private bool IsSet(string variable) => values.Key(variable) is not null;

    private string? HalfOf(ProviderDescriptor provider) =>
        provider.Keys.FirstOrDefault(k => k.Variables.Any(IsSet)) is { } half
            ? $"{And(half.Variables.Where(IsSet))} is set, but {And(half.Variables.Where(v => !IsSet(v)))} is missing"
            : null;

    private string? PlaceholdersOf(ProviderDescriptor provider)
    {
        string[] found =
        [
            .. from variable in provider.Keys.SelectMany(static k => k.Variables)
               let placeholder = values.PlaceholderIn(variable, isKey: true)
               where placeholder is not null
               select $"{variable} holds {Placeholder.Describe(placeholder)}",
        ];
        return found.Length switch
        {
            0 => null,
            1 => $"{found[0]}, so it counts as not set",
            _ => $"{And(found)}, so they count as not set",
        };
    }
}
