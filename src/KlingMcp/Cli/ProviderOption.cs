using System.CommandLine;
using System.CommandLine.Completions;
using KlingMcp.Providers;

namespace KlingMcp.Cli;

/// <summary>The option <c>--provider</c>. The library reads its value, so that it takes the same names as the tools.</summary>
internal static class ProviderOption
{
    public static Option<string> Create(string description)
    {
        Option<string> provider = new("--provider") { HelpName = "NAME", Description = description };
        provider.CompletionSources.Add(static _ => ProviderCatalog.All.Select(static p => new CompletionItem(p.Name)));
        return provider;
    }
}
