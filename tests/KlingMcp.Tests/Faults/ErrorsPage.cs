using System.Runtime.CompilerServices;
using System.Text;

namespace KlingMcp.Tests.Faults;

/// <summary><c>docs/errors.md</c>: the fault table for people.</summary>
internal static class ErrorsPage
{
    private static readonly (string Category, string Meaning)[] Categories =
    [
        ("invalid_input", "An argument is wrong, or the provider refused the request as it was."),
        ("not_configured", "No provider that could know the id has a key; the variables are named. Nobody was asked."),
        ("not_found", "The provider knows no such task."),
        ("ambiguous", "Several providers know the id; `candidates` are the full references."),
        ("auth", "The provider refused the key."),
        ("permission", "The key is good, but the account may not do this."),
        ("insufficient_credit", "The account has no credit or quota left."),
        ("rate_limited", "The provider wants fewer requests; `retry_after_seconds` where it says for how long."),
        ("moderation", "The provider's policy forbids it."),
        ("provider_unavailable", "The provider is having problems."),
        ("timeout", "No whole answer in time."),
        ("network", "The provider could not be reached, or the connection broke."),
        ("bad_response", "What came is no answer about this task."),
        ("generation_failed", "Only of failed tasks: the provider gives no reason that says more."),
        ("internal", "A fault of kling-mcp."),
    ];

    /// <summary>Where it lies in the project.</summary>
    public static string Path([CallerFilePath] string here = "") => System.IO.Path.GetFullPath(System.IO.Path.Combine(here, "..", "..", "..", "..", "docs", "errors.md"));

    /// <summary>The page as it must be.</summary>
    public static string Write()
    {
        StringBuilder page = new("""
            # Errors

            Made of the fault table in `tests/KlingMcp.Tests/Faults`, which the tests play to the server at every provider; do not edit by hand
            (`KLING_MCP_WRITE_ERRORS_PAGE=1 dotnet test --filter ErrorsPageTests` writes it anew).

            ## Categories

            | category | meaning |
            |---|---|

            """);
        foreach (var (category, meaning) in Categories) page.Append($"| `{category}` | {meaning} |\n");
        page.Append("""

            ## What providers do, and what comes of it

            "Asked" is how often one lookup asks the provider: 1 is not tried again, 3 is tried again twice. "Official (key pair)" is the official API with an
            access key and a secret key. Where a state stands in the place of a category the answer is a task, not an error.

            | what happens | at | answer | asked | the text |
            |---|---|---|---|---|

            """);
        foreach (var fault in FaultTable.All)
        {
            foreach (var same in fault.Ways.GroupBy(fault.At))
            {
                var at = same.Count() == ProviderCase.All.Count ? "all" : string.Join(", ", same.Select(static w => w.Name));
                page.Append($"| {fault.Name} | {at} | `{same.Key.Category}` | {same.Key.Asked} | {TextOf(same.Key, [.. same])} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>Of a task the text is not about the fault; what several providers share is told with PROVIDER and VARIABLE for their names.</summary>
    private static string TextOf(Expected expected, IReadOnlyList<ProviderCase> ways) => expected.Text switch
    {
        "{success}" => "the finished task, as ever",
        "{unknown}" => "the provider's word, and: This state is new to kling-mcp; do not take it for success or failure. …",
        var text when ways.Count > 1 => text.Replace("{provider}", "PROVIDER", StringComparison.Ordinal).Replace("{variables}", "VARIABLE", StringComparison.Ordinal),
        _ => expected.For(ways[0]),
    };
}
