using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KlingMcp.Providers;
using KlingMcp.Server;

namespace KlingMcp.Tests.Docs;

/// <summary>The page of the server has a row for each of its variables, and no others.</summary>
public partial class ServerPageTests
{
    [Fact]
    public void The_page_has_a_row_for_every_variable_of_the_server_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "server.md"));
        HashSet<string> read = [];
        ServerSettings.Read(name =>
        {
            read.Add(name);
            return name switch
            {
                "KLING_MCP_URLS" => "http://10.0.0.1:3920",
                "KLING_MCP_OIDC_AUTHORITY" => "https://issuer.example",
                "KLING_MCP_OIDC_AUDIENCE" => "kling",
                "KLING_MCP_OIDC_SCOPE" => "kling",
                "KLING_MCP_BEHIND_TLS" => "1",
                "OTEL_EXPORTER_OTLP_ENDPOINT" => "http://collector.example:4317",
                _ => null,
            };
        });
        read.ExceptWith(KlingMcp.Settings.VariablesOf(ProviderCatalog.All));

        Assert.Equal(read.Order(), Row().Matches(page).Select(static row => row.Groups[1].Value).Order());
    }

    [GeneratedRegex("^\\| `([A-Z_]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
