using KlingMcp.Providers;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace KlingMcp.Tests.Support;

/// <summary>The tools of a program that may write files.</summary>
internal static class ToolList
{
    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<string> Names { get; } = Read();

    private static List<string> Read()
    {
        var settings = Settings.Read(static _ => null, ProviderCatalog.All);
        using var services = new ServiceCollection().AddKlingMcp(settings, savesFiles: true).BuildServiceProvider();
        return [.. services.GetServices<McpServerTool>().Select(static tool => tool.ProtocolTool.Name)];
    }
}
