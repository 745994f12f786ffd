using System.Text.RegularExpressions;

namespace KlingMcp.Cli.Hosts;

/// <summary>The hosts that <c>config</c> and <c>doctor --host</c> know. docs/hosts.md says where each fact comes from.</summary>
internal static partial class HostCatalog
{
    public static IReadOnlyList<Host> All { get; } =
    [
        new("claude-desktop", "Claude Desktop", new JsonForm("mcpServers"),
            static s => Path.Combine(s.ApplicationData, "Claude", "claude_desktop_config.json")),
        new("claude-code", "Claude Code", new JsonForm("mcpServers") { Type = "stdio", Reference = static name => $"${{{name}:-}}" },
            static s => s.FolderIn("CLAUDE_CONFIG_DIR") is { } folder ? Path.Combine(folder, ".claude.json") : s.InHome(".claude.json"))
        {
            ReferenceIn = static value => DollarReference().Match(value) is { Success: true } match ? match.Groups[1].Value : null,
        },
        new("cursor", "Cursor", new JsonForm("mcpServers") { HasComments = true, Reference = EnvReference },
            static s => s.InHome(".cursor", "mcp.json")) { ReferenceIn = EnvReferenceIn },
        new("vscode", "VS Code", new VsCodeForm(), static s => Path.Combine(s.ApplicationData, "Code", "User", "mcp.json"))
        {
            ReferenceIn = EnvReferenceIn,
        },
        new("windsurf", "Windsurf", new JsonForm("mcpServers") { Reference = EnvReference },
            static s => s.InHome(".codeium", "windsurf", "mcp_config.json")) { ReferenceIn = EnvReferenceIn },
        new("codex", "Codex", new TomlForm(),
            static s => Path.Combine(s.FolderIn("CODEX_HOME") ?? s.InHome(".codex"), "config.toml")),
        new("zed", "Zed", new JsonForm("context_servers") { HasComments = true }, static s => s.Kind is SystemKind.MacOs
            ? s.InHome(".config", "zed", "settings.json")
            : Path.Combine(s.ApplicationData, s.Kind is SystemKind.Windows ? "Zed" : "zed", "settings.json")),
        new("lmstudio", "LM Studio", new JsonForm("mcpServers"), static s => s.InHome(".lmstudio", "mcp.json")),
    ];

    public static IEnumerable<string> Names => All.Select(static h => h.Name);

    /// <summary>A host by its name; <see langword="null"/> if there is none.</summary>
    public static Host? Find(string name) => All.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string EnvReference(string name) => $"${{env:{name}}}";

    private static string? EnvReferenceIn(string value) =>
        EnvReferencePattern().Match(value) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^\$\{env:(\w+)\}$", RegexOptions.CultureInvariant)]
    private static partial Regex EnvReferencePattern();

    [GeneratedRegex(@"^\$\{(\w+)(?::-[^}]*)?\}$", RegexOptions.CultureInvariant)]
    private static partial Regex DollarReference();
}
