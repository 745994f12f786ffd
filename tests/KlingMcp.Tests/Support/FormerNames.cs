using System.Diagnostics;
using KlingMcp.Domain;
using ModelContextProtocol.Client;

namespace KlingMcp.Tests.Support;

/// <summary>Names that tests in other hands still use until the branches meet. Delete this file then.</summary>
internal static class StartedProgram
{
    public static string Path => ProgramHarness.Path;

    public static Task<McpClient> ConnectAsync(IReadOnlyDictionary<string, string?> environment) =>
        ProgramHarness.ConnectAsync(environment);

    public static Process Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        ProgramHarness.StartProcess(environment, arguments);

    public static Task<Ran> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        ProgramHarness.RunAsync(environment, arguments);
}

/// <inheritdoc cref="StartedProgram"/>
internal static class Session
{
    public static Task<ServerHarness> OpenAsync(IReadOnlyDictionary<string, string?> environment, TimeProvider? time = null) =>
        ServerHarness.StartAsync(environment, time);
}

/// <inheritdoc cref="StartedProgram"/>
internal sealed class ServiceHarness(IReadOnlyDictionary<string, string?> environment) : IDisposable
{
    private readonly ServerHarness server = new(environment, new ManualTime());

    public ManualTime Time => server.Time;

    public Task<Result<KlingTask>> GetAsync(string task) => server.ReadAsync(task);

    public void Dispose() => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
