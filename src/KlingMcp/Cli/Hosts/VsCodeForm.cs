using System.Text.Json.Nodes;

namespace KlingMcp.Cli.Hosts;

/// <summary>VS Code asks for each value once, keeps it in its own store, and refers to it by an input.</summary>
internal sealed class VsCodeForm : JsonForm
{
    public VsCodeForm()
        : base("servers")
    {
        HasComments = true;
        Type = "stdio";
        Reference = static name => $"${{input:{InputOf(name)}}}";
    }

    public override byte[] Write(byte[] text, ServerEntry entry)
    {
        text = base.Write(text, entry);
        var own = Read(text).First(static s => s.IsOurs || s.Name == ServerEntry.Name);
        foreach (var variable in entry.Variables.Where(v => own.Variables[v.Name] == Reference(v.Name)))
        {
            if (IdsIn(text).Contains(InputOf(variable.Name))) continue;

            text = Edit.Append(text, "inputs", new JsonObject
            {
                ["type"] = "promptString",
                ["id"] = InputOf(variable.Name),
                ["description"] = variable.Name,
                ["password"] = variable.IsSecret,
            });
        }

        return text;
    }

    private static string InputOf(string variable) => variable.ToLowerInvariant().Replace('_', '-');

    private IEnumerable<string?> IdsIn(byte[] text) =>
        from input in Edit.Root(text).Member("inputs")?.Items ?? []
        select Edit.ValueAt(text, input) is JsonObject o && o["id"] is JsonValue id && id.TryGetValue<string>(out var name) ? name : null;
}
