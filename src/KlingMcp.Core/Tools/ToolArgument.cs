using System.Text.Json.Nodes;
using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Tools;

/// <summary>An argument of a tool. The tool's input schema and the reading of its arguments are both made from these.</summary>
/// <param name="Name">The name, in snake_case.</param>
/// <param name="CreateSchema">Creates the JSON schema of its values, without a description.</param>
internal sealed record ToolArgument(string Name, Func<JsonObject> CreateSchema)
{
    /// <summary>The most tasks that one call takes.</summary>
    public const int MaxTasks = 50;

    public static ToolArgument TaskId { get; } = new("task_id", static () => new() { ["type"] = "string" }) { IsRequired = true };

    public static ToolArgument TaskIds { get; } = new("task_ids", static () => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "string" },
        ["minItems"] = 1,
        ["maxItems"] = MaxTasks,
    })
    { IsRequired = true };

    public static ToolArgument Provider { get; } = new("provider", static () => Words([.. ProviderCatalog.All.Select(static p => p.Name)]));

    /// <summary>The same argument where the schema leaves the names out, to save tokens.</summary>
    public static ToolArgument AnyProvider { get; } = new("provider", static () => new() { ["type"] = "string" });

    public static ToolArgument Detail { get; } = new("detail", static () => Words("compact", "full"));

    public static ToolArgument Until { get; } = new("until", static () => Words("all", "any"));

    /// <summary>No maximum: a validating client would reject what the server only shortens.</summary>
    public static ToolArgument TimeoutSeconds { get; } =
        new("timeout_seconds", static () => new() { ["type"] = "integer", ["minimum"] = 1 });

    public static ToolArgument Status { get; } = new("status", static () => Words([.. ListQuery.StatusWords]));

    public static ToolArgument Since { get; } = new("since", static () => new() { ["type"] = "string" });

    public static ToolArgument Limit { get; } = new(
        "limit", static () => new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = ListQuery.MaxLimit });

    public static ToolArgument Cursor { get; } = new("cursor", static () => new() { ["type"] = "string" });

    public static ToolArgument Verify { get; } = new("verify", static () => new() { ["type"] = "boolean" });

    public bool IsRequired { get; private init; }

    /// <summary>What a model reads about it; <see langword="null"/> for nothing.</summary>
    public string? Description { get; private init; }

    /// <summary>The input schema of a tool.</summary>
    public static JsonObject SchemaOf(IReadOnlyList<ToolArgument> arguments)
    {
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(arguments.Select(static a => KeyValuePair.Create<string, JsonNode?>(a.Name, a.Schema()))),
        };
        JsonArray required = [.. arguments.Where(static a => a.IsRequired).Select(static a => (JsonNode)a.Name)];
        if (required.Count > 0) schema["required"] = required;
        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>The same argument with a description.</summary>
    public ToolArgument Described(string description) => this with { Description = description };

    private static JsonObject Words(params string[] words) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(static w => (JsonNode)w)]) };

    private JsonObject Schema()
    {
        var schema = CreateSchema();
        if (Description is not null) schema["description"] = Description;
        return schema;
    }
}
