using System.Globalization;
using System.Text;

namespace KlingMcp.Cli.Hosts;

/// <summary>Writes the values that an entry needs as TOML.</summary>
internal static class TomlText
{
    /// <summary>A whole entry.</summary>
    public static string Table(ServerEntry entry, string newLine)
    {
        List<string> lines =
        [
            $"[mcp_servers.{ServerEntry.Name}]",
            $"command = {Quote(entry.Command)}",
            $"args = {List(entry.Arguments)}",
        ];
        string[] passedOn = [.. entry.Variables.Where(static v => v.Value is null).Select(static v => v.Name)];
        if (passedOn.Length > 0) lines.Add($"env_vars = {List(passedOn)}");
        var set = entry.Variables.Where(static v => v.Value is not null).ToArray();
        if (set.Length > 0)
        {
            lines.AddRange(["", $"[mcp_servers.{ServerEntry.Name}.env]"]);
            lines.AddRange(set.Select(static v => $"{v.Name} = {Quote(v.Value!)}"));
        }

        return string.Concat(lines.Select(line => line + newLine));
    }

    public static string List(IReadOnlyList<string> items) => $"[{string.Join(", ", items.Select(Quote))}]";

    /// <summary>A basic string.</summary>
    public static string Quote(string value)
    {
        StringBuilder quoted = new("\"");
        foreach (var c in value)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
