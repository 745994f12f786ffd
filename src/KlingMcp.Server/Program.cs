using KlingMcp;
using KlingMcp.Domain;
using KlingMcp.Server;
using KlingMcp.Server.Commands;

await using var output = new StreamWriter(Console.OpenStandardOutput());
if (args is ["--help" or "-h" or "help"])
{
    output.WriteLine(Usage.Text);
    return 0;
}

if (args is ["--version"])
{
    output.WriteLine(ProductName.Version);
    return 0;
}

if (args is ["token", var name]) return TokenCommand.Run(name, output, Console.Error);

if (args is not ([] or ["--sandbox"] or ["check"]))
{
    Console.Error.WriteLine("kling-mcp-server: unknown arguments; see kling-mcp-server --help");
    return 2;
}

try
{
    var settings = ServerSettings.Read(Environment.GetEnvironmentVariable, sandbox: args is ["--sandbox"]);
    if (args is ["check"]) return CheckCommand.Run(settings, output);

    await using var app = ServerApp.Create(settings);
    await app.StartAsync();
    foreach (var url in app.Urls) Console.Error.WriteLine($"kling-mcp-server: {url}{ServerApp.McpPath}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is SettingException or IOException)
{
    // An address that is in use is an IOException.
    Console.Error.WriteLine($"kling-mcp-server: {e.Message}");
    return 2;
}
