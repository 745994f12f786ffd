using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace KlingMcp.Tests.Support;

/// <summary>A real Redis on a free port of loopback, as a process of its own. It writes nothing to disk.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly int port = FreePort();
    private readonly string[] options;
    private Process process;

    private RedisServer(string[] options)
    {
        this.options = options;
        process = Run();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    /// <summary>Starts one, or skips the test where there is none.</summary>
    /// <param name="options">Options of the command line.</param>
    public static async Task<RedisServer> StartAsync(params string[] options)
    {
        Assert.SkipUnless(IsInstalled(), "there is no redis-server");
        RedisServer server = new(options);
        await server.AnswersAsync();
        return server;
    }

    /// <summary>Ends the process as a crash would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts it again on the same port, empty.</summary>
    public async Task StartAgainAsync()
    {
        process.Dispose();
        process = Run();
        await AnswersAsync();
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(static folder => File.Exists(Path.Combine(folder, "redis-server")));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Run()
    {
        string[] arguments =
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. options];
        return Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
    }

    private async Task AnswersAsync()
    {
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() =>
        {
            try
            {
                using TcpClient client = new("127.0.0.1", port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }
}
