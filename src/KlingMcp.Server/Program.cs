using KlingMcp;
using KlingMcp.Domain;
using KlingMcp.Server;
using KlingMcp.Server.Commands;

await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
switch (args)
{
    case ["--help" or "-h" or "help"]:
        await output.WriteLineAsync(Usage.Text);
        return 0;
    case ["--version"]:
        await output.WriteLineAsync(ProductName.Version);
        return 0;
    case ["token", var name]:
        return TokenCommand.Run(name, output, Console.Error);
    case [] or ["--sandbox"] or ["check"]:
        break;
    default:
        Console.Error.WriteLine("kling-mcp-server: unknown arguments; see kling-mcp-server --help");
        return 2;
}

try
{
    var settings = ServerSettings.Read(Environment.GetEnvironmentVariable, sandbox: args is ["--sandbox"]);
    await using var app = ServerApp.Create(settings);
    if (args is ["check"]) return await new CheckCommand(settings, app.Services, output).RunAsync(CancellationToken.None);

    await app.StartAsync();
    foreach (var url in app.Urls) Console.Error.WriteLine($"kling-mcp-server: {url}{ServerApp.McpPath}");
    if (settings.KnowsCallers)
        Console.Error.WriteLine("kling-mcp-server: every caller sees the tasks and prompts of the server's accounts");

    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is SettingException or IOException)
{
    // An address that is in use is an IOException.
    Console.Error.WriteLine($"kling-mcp-server: {e.Message}");
    return 2;
}
