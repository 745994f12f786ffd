using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using KlingMcp.Answers;

namespace KlingMcp.Tools;

/// <summary>
/// The output schemas of the tools, made from the answer models by the framework's schema exporter. Nothing is required at the root, since
/// a failed lookup answers with <c>error</c> alone.
/// </summary>
internal static class OutputSchema
{
    /// <summary>Null means absent, so no type allows null.</summary>
    private static readonly JsonSchemaExporterOptions Options =
        new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = static (context, node) => Transform(context, node) };

    /// <summary>The schema of a model, together with that of a failure.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isWait">Whether the fields that only waits have are part of it.</param>
    public static JsonElement Of(JsonTypeInfo model, bool isWait)
    {
        var schema = model.GetJsonSchemaAsNode(Options).AsObject();
        var properties = schema["properties"]!.AsObject();
        if (!isWait) RemoveWaitFields(model, properties);
        if (!properties.ContainsKey("error")) properties["error"] = new JsonObject { ["type"] = "object" };
        return JsonSerializer.SerializeToElement(schema, ToolJson.Default.JsonObject);
    }

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema) return node;

        if (schema["type"] is JsonArray types) schema["type"] = types.First(static t => (string?)t != "null")!.DeepClone();
        if (schema["enum"] is JsonArray words)
        {
            schema["type"] = "string";
            foreach (var none in words.Where(static w => w is null).ToArray()) words.Remove(none);
        }

        schema.Remove("required");
        if ((string?)schema["type"] == "array" && Has<BriefInSchemaAttribute>(context.PropertyInfo)) MakeBrief(context, schema);
        return schema;
    }

    /// <summary>Of the items of a list, only the fields that are always there.</summary>
    private static void MakeBrief(JsonSchemaExporterContext context, JsonObject list)
    {
        var item = context.TypeInfo.Options.GetTypeInfo(context.TypeInfo.ElementType!);
        if (list["items"]?["properties"] is not JsonObject properties)
        {
            list["items"] = new JsonObject { ["type"] = "object" };
            return;
        }

        foreach (var field in item.Properties.Where(static p => !p.IsRequired)) properties.Remove(field.Name);
        if (properties.Count == 0) list["items"]!.AsObject().Remove("properties");
    }

    private static void RemoveWaitFields(JsonTypeInfo model, JsonObject properties)
    {
        foreach (var field in model.Properties.Where(static p => Has<WaitOnlyAttribute>(p))) properties.Remove(field.Name);
    }

    private static bool Has<T>(JsonPropertyInfo? property)
        where T : Attribute => property?.AttributeProvider?.IsDefined(typeof(T), inherit: false) is true;
}
