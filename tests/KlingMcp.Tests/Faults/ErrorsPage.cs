using System.Runtime.CompilerServices;
using System.Text;

namespace KlingMcp.Tests.Faults;

/// <summary><c>docs/errors.md</c>: the table of faults for people.</summary>
internal static class ErrorsPage
{
    private static readonly (string Category, string Meaning)[] Categories =
    [
        ("invalid_input", "An argument is wrong, or the provider rejected the request."),
        ("not_configured", "No provider that could know the id has a key. The error names the variables; no request was made."),
        ("not_found", "The provider has no such task."),
        ("ambiguous", "Several providers know the id; `candidates` are the full references."),
        ("auth", "The provider rejected the key."),
        ("permission", "The key is valid, but the account may not do this."),
        ("insufficient_credit", "The account has no credit or quota left."),
        ("rate_limited", "Too many requests. `retry_after_seconds` is the pause, when the provider states one."),
        ("moderation", "The provider's content policy forbids it."),
        ("provider_unavailable", "The provider is having problems."),
        ("timeout", "No complete answer in time."),
        ("network", "The provider could not be reached, or the connection broke."),
        ("bad_response", "The response is not an answer about this task."),
        ("generation_failed", "Only for failed tasks: the provider gives no more specific reason."),
        ("internal", "A bug in kling-mcp."),
    ];

    /// <summary>Its place in the repository.</summary>
    public static string Path([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(here, "..", "..", "..", "..", "docs", "errors.md"));

    /// <summary>The text of the page.</summary>
    public static string Write()
    {
        StringBuilder page = new("""
            # Errors

            Generated from the table of faults in `tests/KlingMcp.Tests/Faults`, which the tests run against every provider. Do not edit
            this page by hand: `KLING_MCP_WRITE_ERRORS_PAGE=1 dotnet test --filter ErrorsPageTests` writes it.

            ## Categories

            | category | meaning |
            |---|---|

            """);
        foreach (var (category, meaning) in Categories) page.Append($"| `{category}` | {meaning} |\n");
        page.Append("""

            ## What providers do, and the answer

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
            .Replace("{finished}", "the finished task", StringComparison.Ordinal),
        _ => expected.For(providers[0]),
    };
}
