using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Support;

/// <summary>The built server as a process, for what only a process can do: start, exit codes, signals, and the log.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly Process process;
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> errors = new();

    private ServerProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>What has come on standard error.</summary>
    public string Errors => string.Join('\n', errors);

    /// <summary>Starts the server, and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        ServerProcess server = new(Run(environment.With("KLING_MCP_URLS", "http://127.0.0.1:0"), arguments));
        await server.address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using ServerProcess server = new(Run(environment, arguments));
        var output = await server.process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (server.process.ExitCode, output, server.Errors);
    }

    /// <summary>Without a slash at the end.</summary>
    public Task<string> AddressAsync() => address.Task;

    public async Task<McpClient> ConnectAsync() => await McpClient.CreateAsync(
        TeamServer.TransportTo(await address.Task), cancellationToken: TestContext.Current.CancellationToken);

    /// <param name="name"><c>TERM</c>, <c>KILL</c>, <c>STOP</c> or <c>CONT</c>.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{name} {process.Id}")]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    /// <summary>The program just built, or the one that <c>KLING_MCP_SERVER_PROGRAM</c> names.</summary>
    private static string Program { get; } = Environment.GetEnvironmentVariable("KLING_MCP_SERVER_PROGRAM") is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(AppContext.BaseDirectory, "kling-mcp-server");

    private static Process Run(IReadOnlyDictionary<string, string?> environment, string[] arguments)
    {
        ProcessStartInfo start = new(Program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        foreach (var name in (string[])["PATH", "HOME", "DOTNET_ROOT"]) start.Environment[name] = Environment.GetEnvironmentVariable(name);
        start.Environment["KLING_MCP_MEMORY"] = "off";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void Read(string? line)
    {
        if (line is null) return;

        errors.Enqueue(line);
        if (line.StartsWith("kling-mcp-server: http", StringComparison.Ordinal))
            address.TrySetResult(line.Split(' ')[1].Replace("/mcp", "", StringComparison.Ordinal));
    }
}
