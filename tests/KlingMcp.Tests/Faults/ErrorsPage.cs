using System.Runtime.CompilerServices;
using System.Text;

namespace KlingMcp.Tests.Faults;

/// <summary><c>docs/errors-tested.md</c>: the table of faults, as the tests play it.</summary>
internal static class ErrorsPage
{
    /// <summary>Its place in the repository.</summary>
    public static string Path([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(here, "..", "..", "..", "..", "docs", "errors-tested.md"));

    /// <summary>The text of the page.</summary>
    public static string Write()
    {
        StringBuilder page = new("""
            # Errors as they are tested

            Made from the table of faults in `tests/KlingMcp.Tests/Faults`, which the tests play against every provider. Do not edit this
            page: `KLING_MCP_WRITE_ERRORS_PAGE=1 dotnet test --filter ErrorsPageTests` writes it. [errors.md](errors.md) explains the
            categories.

            "Requests" is how often one lookup asks the provider: 1 is not retried, 3 is retried twice. "Official (key pair)" is the
            official API with an access key and a secret key. A status in the "answer" column means that the answer is a task.

            | what happens | at | answer | requests | text |
            |---|---|---|---|---|

            """);
        foreach (var fault in FaultTable.All)
        {
            foreach (var same in fault.Providers.GroupBy(fault.At))
            {
                var at = same.Count() == ProviderCase.All.Count ? "all" : string.Join(", ", same.Select(static p => p.Name));
                page.Append($"| {fault.Name} | {at} | `{same.Key.Category}` | {same.Key.Asked} | {TextOf(same.Key, [.. same])} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>The text without the task's own facts, and with placeholders for the names if several providers share it.</summary>
    private static string TextOf(Expected expected, IReadOnlyList<ProviderCase> providers) => expected.Text switch
    {
        "{success}" => "the finished task, as usual",
        "{unknown}" => "the provider's word, and: This state is new to kling-mcp; do not take it for success or failure. …",
        var text when providers.Count > 1 => text
            .Replace("{asked}", expected.Asked > 1 ? $"Asked {expected.Asked} times. " : "", StringComparison.Ordinal)
            .Replace("{provider}", "PROVIDER", StringComparison.Ordinal)
            .Replace("{variables}", "VARIABLE", StringComparison.Ordinal)
            .Replace("{base}", "PROVIDER_BASE_URL", StringComparison.Ordinal)
            .Replace("{finished}", "the finished task", StringComparison.Ordinal),
        _ => expected.For(providers[0]),
    };
}
