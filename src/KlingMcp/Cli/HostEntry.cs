using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KlingMcp.Cli;

/// <summary>The entry in a host's configuration that starts this program.</summary>
/// <param name="Program">How to start the program.</param>
/// <param name="Arguments">Further arguments.</param>
/// <param name="Variables">The variables to list.</param>
/// <param name="WithValues">Whether to include their values.</param>
internal sealed record HostEntry(Installation Program, IReadOnlyList<string> Arguments, IReadOnlyList<Variable> Variables, bool WithValues)
{
    private const string Name = "kling";

    // This encoder leaves paths and ${…} readable. The text is pasted into a file, not into HTML.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Placeholders that stay count as not set when the program reads them.</summary>
    public string ForMostHosts() => Written(new() { ["mcpServers"] = new JsonObject { [Name] = Server(static v => $"${{{v.Name}}}") } });

    /// <summary>VS Code asks for each value once and keeps it in its own store.</summary>
    public string ForVsCode()
    {
        var server = Server(static v => $"${{input:{InputOf(v)}}}");
        server.Insert(0, "type", "stdio");
        return Written(new()
        {
            ["inputs"] = new JsonArray([.. (WithValues ? [] : Variables).Select(static v => (JsonNode)new JsonObject
            {
                ["type"] = "promptString",
                ["id"] = InputOf(v),
                ["description"] = v.Name,
                ["password"] = v.IsSecret,
            })]),
            ["servers"] = new JsonObject { [Name] = server },
        });
    }

    private static string InputOf(Variable variable) => variable.Name.ToLowerInvariant().Replace('_', '-');

    private static string Written(JsonObject entry)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, Indented)) entry.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private JsonObject Server(Func<Variable, string> placeholder)
    {
        JsonObject variables = [];
        foreach (var variable in Variables) variables[variable.Name] = WithValues ? variable.Value ?? "" : placeholder(variable);
        return new()
        {
            ["command"] = Program.Command,
            ["args"] = new JsonArray([.. Program.Arguments.Concat(Arguments).Select(static a => (JsonNode)a)]),
            ["env"] = variables,
        };
    }
}
