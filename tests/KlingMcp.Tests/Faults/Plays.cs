using System.Text;
using System.Text.Json.Nodes;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Faults;

/// <summary>The ways to answer a request.</summary>
internal static class Plays
{
    /// <summary>A status with a reason in JSON.</summary>
    public static Func<Stage, Task> Status(int status, params string[] headers) =>
        Answer(status, $$"""{"message":"{{FaultTexts.Own}}"}""", headers);

    public static Func<Stage, Task> Answer(int status, string body, params string[] headers) =>
        stage => stage.SendAsync(status, body, headers);

    public static Func<Stage, Task> Redirect(int status) => stage => stage.SendAsync(status, "", $"Location: {stage.OtherHost}/stolen");

    /// <summary>Sends some text as it is and closes the connection.</summary>
    public static Func<Stage, Task> SendAndClose(string text) => async stage =>
    {
        await stage.Exchange.RawAsync(Encoding.UTF8.GetBytes(text));
        stage.Exchange.Close();
    };

    /// <summary>The documented body with each of its texts, numbers and other simple values changed.</summary>
    public static Func<Stage, Task> Changed(Func<JsonValue, JsonNode?> change)
    {
        return stage => stage.SendAsync(200, Walk(JsonNode.Parse(stage.Provider.Body()))!.ToJsonString());

        JsonNode? Walk(JsonNode? node) => node switch
        {
            JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Walk(m.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Walk)]),
            JsonValue value => change(value),
            _ => null,
        };
    }

    public static async Task SendInChunksAsync(Exchange exchange, string header, IEnumerable<byte[]> chunks)
    {
        await exchange.RawAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{header}Transfer-Encoding: chunked\r\n\r\n"));
        foreach (var chunk in chunks)
        {
            await exchange.RawAsync(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            await exchange.RawAsync(chunk);
            await exchange.RawAsync("\r\n"u8.ToArray());
        }

        await exchange.RawAsync("0\r\n\r\n"u8.ToArray());
    }
}
