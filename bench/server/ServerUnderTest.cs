using System.Diagnostics;
using System.Globalization;
using System.Text;
using KlingMcp.Tests.Support;

namespace KlingMcp.Bench.Server;

/// <summary>A server as a process of its own, and requests to it.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    private readonly Process process;
    private readonly Uri address;

    private ServerUnderTest(Process process, Uri address) => (this.process, this.address) = (process, address);

    /// <summary>Memory in use, in MB.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1024.0 / 1024;
        }
    }

    /// <summary>What all its threads have used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public int Port => address.Port;

    /// <summary>A server of this program, to compare with.</summary>
    /// <param name="name"><c>bare</c> or <c>sdk</c>.</param>
    public static Task<ServerUnderTest> StartBareAsync(string name) =>
        StartAsync(Environment.ProcessPath!, [name], new Dictionary<string, string?>());

    /// <summary>The team server, asking a simulated provider.</summary>
    public static Task<ServerUnderTest> StartAsync(ProviderWorld world, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> environment = new(world.Environment("piapi"))
        {
            ["KLING_MCP_URLS"] = "http://127.0.0.1:0",
            ["KLING_MCP_MEMORY"] = "off",
            ["KLING_MCP_REQUESTS_PER_MINUTE"] = "1000000",
            ["KLING_MCP_WAITS_PER_CALLER"] = "100000",
            ["KLING_MCP_MAX_WAIT_SECONDS"] = "600",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        var program = Environment.GetEnvironmentVariable("BENCH_SERVER") ?? Path.Combine(AppContext.BaseDirectory, "kling-mcp-server");
        return StartAsync(program, [], environment);
    }

    public Task<HttpResponseMessage> GetTaskAsync(string id) =>
        CallAsync($$"""{"name":"get_kling_task","arguments":{"task_id":"{{id}}"} }""");

    /// <summary>Returns when the answer begins.</summary>
    public Task<HttpResponseMessage> WaitAsync(string id) =>
        CallAsync($$"""{"name":"wait_for_kling_task","arguments":{"task_id":"{{id}}","timeout_seconds":600} }""");

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<ServerUnderTest> StartAsync(string file, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("kling-mcp-server: http", StringComparison.Ordinal)) continue;

            _ = process.StandardError.ReadToEndAsync();
            return new(process, new(line.Split(' ')[1]));
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{file} did not start"));
    }

    private async Task<HttpResponseMessage> CallAsync(string parameters)
    {
        HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Content = new StringContent(
                $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{parameters}} }""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
