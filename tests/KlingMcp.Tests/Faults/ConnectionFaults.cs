using System.Text;
using static KlingMcp.Tests.Faults.FaultTexts;
using static KlingMcp.Tests.Faults.Plays;

namespace KlingMcp.Tests.Faults;

/// <summary>Connections that fail before the answer is complete.</summary>
internal static class ConnectionFaults
{
    private const string Broke = "the connection broke before the answer was whole";
    private const string Start = "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n";

    public static IEnumerable<FaultCase> All =>
    [
        new("connection refused", static _ => Task.CompletedTask, Thrice("network", "the connection was refused or failed", CheckNetwork))
        {
            Refused = true,
            Started = "cometapi",
        },
        new("reset in the body", ResetInBodyAsync, Thrice("network", Broke, CheckNetwork)),
        new("a body shorter than its length",
            static stage => SendAndClose($"{Start}{stage.Provider.Body()}")(stage), Thrice("network", Broke, CheckNetwork)),
        new("closed without an answer", SendAndClose(""), Thrice("network", Broke, CheckNetwork)),
        new("one byte a second", DripAsync, new(
            "timeout", 3, "timeout at {provider}: no answer in the time there was. Call again; the task itself is not affected.")),
    ];

    private static async Task ResetInBodyAsync(Stage stage)
    {
        await stage.Exchange.RawAsync(Encoding.UTF8.GetBytes($"{Start}{stage.Provider.Body()[..40]}"));
        stage.Exchange.Reset();
    }

    /// <summary>A byte for each second of the clock, until the server's 15 s for a request are over.</summary>
    private static async Task DripAsync(Stage stage)
    {
        await stage.Exchange.RawAsync(Encoding.UTF8.GetBytes(Start));
        foreach (var letter in Encoding.UTF8.GetBytes(stage.Provider.Body()).Take(15))
        {
            await stage.Exchange.RawAsync(new[] { letter });
            stage.AdvanceClock(TimeSpan.FromSeconds(1));
        }

        await stage.Exchange.GoneAsync();
    }
}
