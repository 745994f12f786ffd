using System.Text;
using System.Text.Json.Nodes;

namespace KlingMcp.Cli.Hosts;

/// <summary>The JSON of most hosts: an object of servers, each with <c>command</c>, <c>args</c> and <c>env</c>.</summary>
/// <param name="servers">The member of the root that holds the servers.</param>
internal class JsonForm(string servers) : IHostForm
{
    /// <summary>The host reads comments and trailing commas.</summary>
    public bool HasComments { get; init; }

    /// <summary>The value of <c>type</c>; <see langword="null"/> if the host needs none.</summary>
    public string? Type { get; init; }

    /// <summary>What a value is when the user does not give one: a reference to the host's environment, or a place to fill in.</summary>
    public Func<string, string> Reference { get; init; } = static _ => ServerEntry.ToFillIn;

    protected JsonEdit Edit => new(HasComments);

    public string Print(ServerEntry entry) => Encoding.UTF8.GetString(Write([], entry)).TrimEnd();

    public virtual byte[] Write(byte[] text, ServerEntry entry)
    {
        if (string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(text))) text = "{\n}\n"u8.ToArray();
        var found = Read(text);
        if (found.FirstOrDefault(static s => s.IsOurs) is not { } own)
        {
            if (found.Any(static s => s.Name == ServerEntry.Name)) throw HostFileException.NameIsTaken();
            return Edit.Set(text, [servers, ServerEntry.Name], NewServer(entry));
        }

        text = Edit.Set(text, [servers, own.Name, "command"], entry.Command);
        text = Edit.Set(text, [servers, own.Name, "args"], Arguments(entry));
        return entry.Variables.Where(v => v.Replaces || !own.Variables.ContainsKey(v.Name))
            .Aggregate(text, (edited, v) => Edit.Set(edited, [servers, own.Name, "env", v.Name], ValueOf(v)));
    }

    public IReadOnlyList<FoundServer> Read(byte[] text)
    {
        if (Edit.Root(text).Member(servers) is not { } list) return [];
        if (!list.IsObject) throw new HostFileException($"\"{servers}\" is not an object.");

        return [.. list.Members.DistinctBy(static m => m.Name).Select(m => ServerAt(m.Name, list.Member(m.Name)!))];

        FoundServer ServerAt(string name, JsonSpan server)
        {
            var value = Edit.ValueAt(text, server) as JsonObject;
            return new(name, TextOf(value?["command"]), ListOf(value?["args"]), MapOf(value?["env"]), []);
        }
    }

    private static JsonArray Arguments(ServerEntry entry) => [.. entry.Arguments.Select(static a => (JsonNode)a)];

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string[] ListOf(JsonNode? node) => [.. (node as JsonArray ?? []).Select(TextOf).OfType<string>()];

    private static Dictionary<string, string> MapOf(JsonNode? node) => (node as JsonObject ?? [])
        .Where(static m => TextOf(m.Value) is not null).ToDictionary(static m => m.Key, static m => TextOf(m.Value)!);

    private string ValueOf(EntryVariable variable) => variable.Value ?? Reference(variable.Name);

    private JsonObject NewServer(ServerEntry entry)
    {
        JsonObject server = Type is { } type ? new() { ["type"] = type } : [];
        server["command"] = entry.Command;
        server["args"] = Arguments(entry);
        server["env"] = new JsonObject(entry.Variables.Select(v => KeyValuePair.Create(v.Name, (JsonNode?)ValueOf(v))));
        return server;
    }
}
