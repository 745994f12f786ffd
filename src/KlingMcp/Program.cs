using KlingMcp.Cli;
using KlingMcp;
using KlingMcp.Http;
using KlingMcp.Stdio;
using KlingMcp.Providers;
using Microsoft.Win32.SafeHandles;

// whatever a library prints must not get between the protocol's lines
Console.SetOut(Console.Error);

// a host gives no command; what people use is not even loaded then
if (args is not ([] or ["--sandbox"])) return await CliEntry.RunAsync(args);

using var signals = new Signals();

Settings settings;
try
{
    Func<string, string?> environment = Environment.GetEnvironmentVariable;
    settings = Settings.Read(args.Length > 0 ? Settings.InSandbox(environment) : environment, ProviderCatalog.All);
}
catch (SettingException e)
{
    StandardError.TryWriteLine($"kling-mcp: {e.Message}");
    return 2;
}

if (!Console.IsInputRedirected)
    StandardError.TryWriteLine("kling-mcp: waiting for an MCP host's messages on standard input; for people there are kling-mcp --help and kling-mcp demo. Ctrl-C ends it.");

var time = TimeProvider.System;
var composition = new Composition(settings, time, Connections.Open);
using var logging = new StderrLogging(settings.LogLevel, composition.WithoutKeys);
var server = new StdioServer(composition.Tools, composition.Shutdown, logging, time);

// not the console's stream: that one swallows the news that nobody reads any more. A file has no reader, and there it writes where others have left off.
Stream output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
if (output.CanSeek) output = Console.OpenStandardOutput();
await server.RunAsync(Console.OpenStandardInput(), output, signals.Stop);
return 0;
