using System.Text.Json;

namespace KlingMcp.Tests.Support;

/// <summary>Lines of the protocol as a client writes them, and short forms for reading the answers.</summary>
internal static class Message
{
    public const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    public static string Initialize(int id, string version = "2025-11-25") =>
        $$"""
        {"jsonrpc":"2.0","id":{{id}},"method":"initialize","params":{"protocolVersion":"{{version}}","capabilities":{},
        "clientInfo":{"name":"test","version":"1"} } }
        """.ReplaceLineEndings("");

    public static string ListTools(int id) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/list"}""";

    public static string Call(int id, string tool, string arguments) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{"name":"{{tool}}","arguments": {{arguments}} } }""";

    public static string Get(int id, string task) => Call(id, "get_kling_task", $$"""{"task_id":"{{task}}"}""");

    public static string Wait(int id, string task, int seconds = 40) =>
        Call(id, "wait_for_kling_task", $$"""{"task_id":"{{task}}","timeout_seconds":{{seconds}}}""");

    public static string Cancel(int id) =>
        $$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId": {{id}} } }""";

    /// <summary>A value of an answer's structured content, as text; <see langword="null"/> when absent.</summary>
    public static string? Told(this JsonElement answer, params ReadOnlySpan<string> path)
    {
        var place = answer.GetProperty("result").GetProperty("structuredContent");
        foreach (var step in path)
            if (!place.TryGetProperty(step, out place)) return null;
        return place.ToString();
    }

    /// <summary>The code of a protocol error.</summary>
    public static int ErrorCode(this JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();
}
