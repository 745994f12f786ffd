using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Support;

/// <summary>
/// The program as a process: the one just built, or the one that <c>KLING_MCP_PROGRAM</c> names (the published file). A test talks to it in
/// protocol lines and sees every line that comes back, or through the SDK's client, or runs a command to its end.
/// </summary>
internal sealed class ProgramHarness : IAsyncDisposable
{
    /// <summary>How long a test waits for an answer or for the end of the process; far more than either takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly Process process;
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<JsonElement> unclaimed = [];
    private readonly StringBuilder errors = new();

    private ProgramHarness(Process process) => this.process = process;

    /// <summary>The program's file.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("KLING_MCP_PROGRAM") is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(AppContext.BaseDirectory, "kling-mcp");

    public int ProcessId => process.Id;

    /// <summary>What has come on standard error so far.</summary>
    public string StandardError
    {
        get
        {
            lock (errors) return errors.ToString();
        }
    }

    /// <summary>Messages that came before an answer that was asked for, and were not asked for themselves.</summary>
    public IReadOnlyList<JsonElement> Unclaimed => unclaimed;

    /// <summary>Starts the server.</summary>
    /// <param name="environment">Variables to set. None of this process's own settings is passed on.</param>
    /// <param name="reading">False for a host that reads neither the answers nor the log.</param>
    public static ProgramHarness Start(IReadOnlyDictionary<string, string?> environment, bool reading = true)
    {
        ProgramHarness program = new(StartProcess(environment));
        if (reading) program.BeginReading();
        return program;
    }

    /// <summary>Starts the server and initializes it with protocol version 2025-11-25.</summary>
    public static async Task<ProgramHarness> StartInitializedAsync(IReadOnlyDictionary<string, string?> environment)
    {
        var program = Start(environment);
        await program.SendAsync(Message.Initialize(0), Message.Initialized);
        await program.AnswerAsync(0);
        return program;
    }

    /// <summary>Starts the server with the SDK's client connected.</summary>
    /// <param name="environment">Variables to set. None of this process's own settings is passed on.</param>
    /// <param name="protocol">The protocol version to ask for; <see langword="null"/> for the newest.</param>
    /// <param name="standardError">Receives the lines of standard error.</param>
    public static Task<McpClient> ConnectAsync(
        IReadOnlyDictionary<string, string?> environment, string? protocol = null, Action<string>? standardError = null) =>
        McpClient.CreateAsync(
            new StdioClientTransport(new()
            {
                Command = Path,
                EnvironmentVariables = Clean(environment),
                StandardErrorLines = standardError,
                ShutdownTimeout = TimeSpan.FromSeconds(5),
            }),
            new() { ProtocolVersion = protocol },
            cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Runs a command to its end, with an empty standard input and its output piped.</summary>
    public static async Task<Ran> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using var process = StartProcess(environment, arguments);
        process.StandardInput.Close();
        return await RanAsync(process);
    }

    /// <summary>Runs a shell command line; <c>$PROGRAM</c> in it is the program's file.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="input">The lines of standard input.</param>
    public static async Task<Ran> RunInShellAsync(string line, IReadOnlyDictionary<string, string?> environment, params string[] input)
    {
        using var process = StartProcess("/bin/sh", ["-c", line], environment.With("PROGRAM", Path));
        foreach (var message in input)
            await process.StandardInput.WriteLineAsync(message.AsMemory(), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        return await RanAsync(process);
    }

    /// <summary>The process with its streams redirected, for tests that need no more.</summary>
    public static Process StartProcess(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        StartProcess(Path, arguments, environment);

    /// <summary>Another process with its streams redirected.</summary>
    public static Process StartProcess(string file, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Clean(environment)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public Task SendAsync(params string[] messages) =>
        SendBytesAsync(Encoding.UTF8.GetBytes(string.Concat(messages.Select(static m => $"{m}\n"))));

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        await process.StandardInput.BaseStream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Closes the program's standard input.</summary>
    public void EndInput() => process.StandardInput.Close();

    /// <summary>Closes our end of the program's output. Only without reading: a pending read would keep the pipe open.</summary>
    public void CloseOutput() => process.StandardOutput.Close();

    /// <summary>Sends signals, one right after the other.</summary>
    /// <param name="names"><c>TERM</c>, <c>INT</c> or <c>HUP</c>.</param>
    public Task SignalAsync(params string[] names) => SignalAsync(process, names);

    /// <inheritdoc cref="SignalAsync(string[])"/>
    public static async Task SignalAsync(Process process, params string[] names)
    {
        var line = string.Join("; ", names.Select(n => string.Create(CultureInfo.InvariantCulture, $"kill -{n} {process.Id}")));
        using var kill = Process.Start("/bin/sh", ["-c", $"{line}; true"]);
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

            using var limit = Limit();
            unclaimed.Add(JsonElement.Parse(await lines.Reader.ReadAsync(limit.Token)));
        }
    }

    /// <summary>Reads to the end of output and returns all messages that were not asked for.</summary>
    public async Task<IReadOnlyList<JsonElement>> RestAsync()
    {
        await foreach (var line in lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
            unclaimed.Add(JsonElement.Parse(line));
        return unclaimed;
    }

    /// <summary>Waits for the process to end.</summary>
    /// <returns>The exit code, and how long it took from this call on.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> EndAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var limit = Limit();
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, Stopwatch.GetElapsedTime(started));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static async Task<Ran> RanAsync(Process process)
    {
        using var limit = Limit();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Takes this machine's own settings away, so that none of them leaks into a test.</summary>
    private static Dictionary<string, string?> Clean(IReadOnlyDictionary<string, string?> environment)
    {
        var clean = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsSetting)
            .ToDictionary(static n => n, static _ => (string?)null);
        foreach (var (name, value) in environment) clean[name] = value;

        // Tests of the memory name a folder. No other test may write to the user's.
        if (!environment.ContainsKey("KLING_MCP_DATA_DIR")) clean["KLING_MCP_MEMORY"] = "off";
        return clean;
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("KLING_", StringComparison.Ordinal) || name.StartsWith("USEAPI_", StringComparison.Ordinal)
        || name.EndsWith("_API_KEY", StringComparison.Ordinal) || name.EndsWith("_BASE_URL", StringComparison.Ordinal);

    private static bool IsAnswer(JsonElement message, int id) =>
        message.TryGetProperty("id", out var told) && told.ValueKind is JsonValueKind.Number
        && told.GetRawText() == id.ToString(CultureInfo.InvariantCulture);

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        return limit;
    }

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
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has closed the stream.
        }

        lines.Writer.Complete();
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Ran(int ExitCode, string Output, string Error);
