using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KlingMcp.Cli;

/// <summary>The entry by which a host starts this program.</summary>
/// <param name="Program">How it is started.</param>
/// <param name="Arguments">Arguments of ours.</param>
/// <param name="Variables">The variables to name.</param>
/// <param name="WithValues">Their values, too.</param>
internal sealed record HostEntry(Installation Program, IReadOnlyList<string> Arguments, IReadOnlyList<Variable> Variables, bool WithValues)
{
    private const string Name = "kling";

    // the encoder that leaves paths and ${…} readable; the text is pasted into a file, not into a page
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A placeholder is one that the program itself takes for "not set" if it stays.</summary>
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
