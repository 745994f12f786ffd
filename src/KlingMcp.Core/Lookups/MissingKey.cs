using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>What to do when no provider that could answer has a key.</summary>
internal static class MissingKey
{
    /// <summary>Names the variables to set; a sentence without its full stop.</summary>
    /// <param name="wanted">The providers that could answer.</param>
    public static string Advice(IReadOnlyList<ProviderDescriptor> wanted) => wanted is [var only]
        ? $"Set {only.KeyVariables} in the MCP host's configuration and restart it"
        : "Set the variable of one provider in the MCP host's configuration and restart it "
            + $"({string.Join("; ", wanted.Select(static p => $"{p.Name}: {p.KeyVariables}"))})";
}
