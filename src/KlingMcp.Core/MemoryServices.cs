using KlingMcp.Domain;
using KlingMcp.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KlingMcp;

/// <summary>Makes the memory that the settings want. Nothing is opened yet.</summary>
internal static class MemoryServices
{
    /// <summary>The variable that switches the memory off.</summary>
    public const string Variable = "KLING_MCP_MEMORY";

    /// <param name="services">The services of the program.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="warn">Receives what goes wrong; <see langword="null"/> for the log.</param>
    public static ITaskMemory Create(IServiceProvider services, Settings settings, Action<string>? warn = null)
    {
        if (FilesOf(settings) is not { } files) return new NoMemory(WhyOff(settings)!);

        MemorySession session = new(files, warn ?? LogOf(services));
        return new SqliteMemory(session, services.GetRequiredService<TextFilter>(), services.GetRequiredService<TimeProvider>());
    }

    /// <summary>Where the memory is; <see langword="null"/> if the settings want none.</summary>
    public static MemoryFiles? FilesOf(Settings settings) => WhyOff(settings) is null ? new(settings.DataFolder!) : null;

    private static Action<string> LogOf(IServiceProvider services)
    {
        var log = services.GetService<ILoggerFactory>();
        return warning => log?.CreateLogger<ITaskMemory>().LogWarning("{Warning}", warning);
    }

    /// <summary>Why the settings want no memory; <see langword="null"/> if they want one.</summary>
    private static string? WhyOff(Settings settings) => settings switch
    {
        { Sandbox: true } => "the sandbox remembers nothing",
        { Memory: false } => $"{Variable} is off",
        { DataFolder: null } => "the system has no folder for it: set KLING_MCP_DATA_DIR",
        _ => null,
    };
}
