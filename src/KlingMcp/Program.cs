using KlingMcp;
using KlingMcp.Cli;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Stdio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Win32.SafeHandles;

// Whatever a library prints must not get between the lines of the protocol.
Console.SetOut(StandardError.Open());

// An MCP host gives no command.
if (args is not ([] or ["--sandbox"])) return await CliEntry.RunAsync(args);

using var signals = new Signals();

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

// The console's own stream hides broken pipes, so the raw handle is used. A file is written through the console's stream, which appends.
Stream output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
if (output.CanSeek) output = Console.OpenStandardOutput();

// Not disposed: that would wait for calls whose answers nobody reads.
var host = StdioHost.Create(settings, new(Console.OpenStandardInput(), output));
await host.StartAsync(signals.Stop);
await host.WaitForShutdownAsync(signals.Stop);
await host.Services.GetRequiredService<ITaskMemory>().FlushAsync(SessionEnd.LastFlush);
return 0;
