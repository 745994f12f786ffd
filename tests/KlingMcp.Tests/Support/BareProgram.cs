using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace KlingMcp.Tests.Support;

/// <summary>The started program without a client in between: the test writes the protocol's lines and sees every line that comes back.</summary>
internal sealed class BareProgram : IAsyncDisposable
{
    /// <summary>Far beyond what anything takes here, even on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<JsonElement> unclaimed = [];
    private readonly StringBuilder errors = new();

    private BareProgram(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>What came on standard error so far.</summary>
    public string StandardError
    {
        get
        {
            lock (errors) return errors.ToString();
        }
    }

    /// <param name="environment">The settings.</param>
    /// <param name="reading">False for a host that never reads what it is told, nor the log.</param>
    public static BareProgram Start(IReadOnlyDictionary<string, string?> environment, bool reading = true)
    {
        BareProgram program = new(StartedProgram.Start(environment));
        if (reading) program.BeginReading();
        return program;
    }

    /// <summary>Starts it and greets it as an older client would.</summary>
    public static async Task<BareProgram> StartGreetedAsync(IReadOnlyDictionary<string, string?> environment)
    {
        var program = Start(environment);
        await program.SendAsync(Message.Initialize(0), Message.Initialized);
        await program.AnswerAsync(0);
        return program;
    }

    public Task SendAsync(params string[] messages) => SendBytesAsync(Encoding.UTF8.GetBytes(string.Concat(messages.Select(static m => $"{m}\n"))));

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        await process.StandardInput.BaseStream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>No more input will come.</summary>
    public void EndInput() => process.StandardInput.Close();

    /// <summary>Nobody reads the program's output any more. For a program started without reading: a read under way would keep the pipe open.</summary>
    public void CloseOutput() => process.StandardOutput.Close();

    /// <param name="name"><c>TERM</c> or <c>INT</c>.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{name} {process.Id}")]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The answer to a request, whatever else comes before it.</summary>
    public async Task<JsonElement> AnswerAsync(int id)
    {
        while (true)
        {
            if (unclaimed.FindIndex(m => IsAnswer(m, id)) is >= 0 and var at)
            {
                var answer = unclaimed[at];
                unclaimed.RemoveAt(at);
                return answer;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Patience);
            unclaimed.Add(JsonElement.Parse(await lines.Reader.ReadAsync(limit.Token)));
        }
    }

    /// <summary>The messages that came with the last answer asked for, or before it, and were not asked for.</summary>
    public IReadOnlyList<JsonElement> Unclaimed => unclaimed;

    /// <summary>All messages that nobody asked for yet, to the end of output.</summary>
    public async Task<IReadOnlyList<JsonElement>> RestAsync()
    {
        await foreach (var line in lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
            unclaimed.Add(JsonElement.Parse(line));
        return unclaimed;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code, and how long it took from now.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> EndAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        await process.WaitForExitAsync(limit.Token);
        var took = Stopwatch.GetElapsedTime(started);
        return (process.ExitCode, took);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static bool IsAnswer(JsonElement message, int id) =>
        message.TryGetProperty("id", out var told) && told.ValueKind is JsonValueKind.Number && told.GetRawText() == id.ToString(CultureInfo.InvariantCulture);

    private void BeginReading()
    {
        _ = ReadAsync();
        process.ErrorDataReceived += (_, e) =>
        {
            lock (errors) errors.AppendLine(e.Data);
        };
        process.BeginErrorReadLine();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line) lines.Writer.TryWrite(line);
            lines.Writer.Complete();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // the test closed it
            lines.Writer.Complete();
        }
    }
}

/// <summary>The protocol's messages, as a client writes them.</summary>
internal static class Message
{
    public const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    public static string Initialize(int id, string version = "2025-11-25") =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"initialize","params":{"protocolVersion":"{{version}}","capabilities":{},"clientInfo":{"name":"test","version":"1"} } }""";

    public static string ListTools(int id) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/list"}""";

    public static string Call(int id, string tool, string arguments) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{"name":"{{tool}}","arguments": {{arguments}} } }""";

    public static string Get(int id, string task) => Call(id, "get_kling_task", $$"""{"task_id":"{{task}}"}""");

    public static string Wait(int id, string task, int seconds = 40) => Call(id, "wait_for_kling_task", $$"""{"task_id":"{{task}}","timeout_seconds":{{seconds}}}""");

    public static string Cancel(int id) => $$"""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId": {{id}} } }""";

    /// <summary>A member of an answer's structured content, as text.</summary>
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
