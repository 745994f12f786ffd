using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Reads the name of a provider as callers write it.</summary>
internal sealed class ProviderNames(IReadOnlyList<ProviderDescriptor> providers)
{
    /// <summary>Words that models give when they mean no provider in particular.</summary>
    private static readonly string[] NoProvider = ["kling", "auto", "any"];

    /// <summary>Whether a name means "no provider in particular".</summary>
    public static bool IsIgnored(string name) => NoProvider.Contains(Trim(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>What an answer says about a name that was ignored.</summary>
    public static string IgnoredNote(string name) => $"provider \"{Trim(name)}\" was ignored: leave it out";

    /// <summary>
    /// The provider with this name, or with this domain: <c>piapi</c>, <c>piapi.ai</c> and <c>api.piapi.ai</c>. <see langword="null"/> if
    /// there is none.
    /// </summary>
    public ProviderDescriptor? Find(string name)
    {
        var word = Trim(name);
        return providers.FirstOrDefault(p => p.Name.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? (word.Contains('.', StringComparison.Ordinal) ? providers.FirstOrDefault(p => HasDomain(p, word)) : null);
    }

    /// <summary>The fault for a name that is neither a provider's nor ignored.</summary>
    public Fault Unknown(string name)
    {
        string[] names = [.. providers.Select(static p => p.Name)];
        var meant = NearestWord.To(name, names) is { } nearest ? $"Did you mean {nearest}? " : "";
        return new(FaultCategory.InvalidInput, $"\"{VisibleText.Clean(name, 80)}\" is not a provider")
        {
            Hint = $"{meant}Providers: {string.Join(", ", names)}.",
        };
    }

    private static string Trim(string name) => name.Trim(' ', '\t', '\r', '\n', '"', '\'', '`');

    private static bool HasDomain(ProviderDescriptor provider, string domain) =>
        ((IEnumerable<string>)[provider.DefaultAddress, .. provider.OtherAddresses]).Select(static a => new Uri(a).Host)
            .Any(host => host.Equals(domain, StringComparison.OrdinalIgnoreCase)
                || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase));
}
