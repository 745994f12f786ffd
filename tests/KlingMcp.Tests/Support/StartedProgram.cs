using System.Diagnostics;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Support;

/// <summary>The program under test, as a host would start it: the one just built, or the one that <c>KLING_MCP_PROGRAM</c> names (the published file).</summary>
internal static class StartedProgram
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("KLING_MCP_PROGRAM") is { Length: > 0 } named ? named : System.IO.Path.Combine(AppContext.BaseDirectory, "kling-mcp");

    /// <summary>A session of the SDK's own client with the started process.</summary>
    /// <param name="environment">Variables to set; nothing of this process's own settings is passed on.</param>
    /// <param name="protocol">The protocol version to pin; <see langword="null"/> for the newest.</param>
    /// <param name="standardError">Receives the lines of standard error.</param>
    public static Task<McpClient> ConnectAsync(IReadOnlyDictionary<string, string?> environment, string? protocol = null, Action<string>? standardError = null) =>
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

    /// <summary>The bare process, for tests that speak the protocol's lines themselves.</summary>
    public static Process Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(Path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in Clean(environment)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a command to its end, as a shell would with its output piped.</summary>
    public static async Task<Ran> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>No setting of the machine may leak into a test, and no proxy may stand between loopback ends.</summary>
    private static Dictionary<string, string?> Clean(IReadOnlyDictionary<string, string?> environment)
    {
        var clean = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(static n => n.StartsWith("KLING_", StringComparison.Ordinal) || n.EndsWith("_API_KEY", StringComparison.Ordinal) || n.EndsWith("_BASE_URL", StringComparison.Ordinal) || n.StartsWith("USEAPI_", StringComparison.Ordinal))
            .ToDictionary(static n => n, static _ => (string?)null);
        foreach (var (name, value) in environment) clean[name] = value;
        return clean;
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Ran(int ExitCode, string Output, string Error);
