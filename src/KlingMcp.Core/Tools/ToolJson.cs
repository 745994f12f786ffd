using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KlingMcp.Tools;

/// <summary>Writes schemas.</summary>
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
internal sealed partial class ToolJson : JsonSerializerContext;
