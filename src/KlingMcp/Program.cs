using KlingMcp;
using KlingMcp.Cli;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

StandardStreams.Check();
Terminal.CheckName();

// Whatever a library prints must not get between the lines of the protocol.
Console.SetOut(StandardError.Open());

// An MCP host gives no command.
if (args is not ([] or ["--sandbox"])) return await CliEntry.RunAsync(args, StandardStreams.OpenOutput());

var stop = Signals.Handle();

Settings settings;
try
{
    settings = Settings.Read(Environment.GetEnvironmentVariable, ProviderCatalog.All, sandbox: args.Length > 0);
}
catch (SettingException e)
{
    StandardError.TryWriteLine($"kling-mcp: {e.Message}");
    return 2;
}

if (!Console.IsInputRedirected)
{
    StandardError.TryWriteLine("kling-mcp: waiting for an MCP host's messages on standard input. "
        + "In a terminal, try kling-mcp --help or kling-mcp demo. Ctrl-C ends it.");
}

// Not disposed: that would wait for calls whose answers nobody reads.
var host = StdioHost.Create(settings, new(StandardStreams.OpenInput(), StandardStreams.OpenSessionOutput()));
await host.StartAsync(CancellationToken.None);
await host.WaitForShutdownAsync(stop);
await host.Services.GetRequiredService<ITaskMemory>().FlushAsync(SessionEnd.LastFlush);
return 0;
