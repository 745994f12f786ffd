using System.Text.Json;
using KlingMcp.Domain;

namespace KlingMcp.Server.Hooks;

/// <summary>Finds the ids in what a provider posts. Nothing else of it is read: anybody may have written it.</summary>
internal static class HookBody
{
    private const int MaxIds = 8;
    private const int MaxDepth = 4;

    /// <summary>The names that providers give to a task's id.</summary>
    private static readonly string[] Names = ["task_id", "taskId", "id", "request_id", "requestId", "generation_id", "external_task_id"];

    /// <summary>At most eight; empty if the body is not JSON.</summary>
    public static IReadOnlyList<string> IdsIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 32 });
            return [.. IdsIn(document.RootElement, MaxDepth).Distinct().Take(MaxIds)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<string> IdsIn(JsonElement element, int depth)
    {
        if (element.ValueKind is not JsonValueKind.Object || depth == 0) yield break;

        foreach (var member in element.EnumerateObject())
        {
            if (Names.Contains(member.Name) && TextOf(member.Value) is { } id && TaskId.IsValid(id)) yield return id;
            foreach (var inner in IdsIn(member.Value, depth - 1)) yield return inner;
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString()
                : value.ValueKind is JsonValueKind.Number ? value.GetRawText()
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return null;
        }
    }
}
