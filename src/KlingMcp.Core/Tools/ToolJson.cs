using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace KlingMcp.Tools;

/// <summary>Writes schemas.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ToolJson : JsonSerializerContext;
