using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>Registers the tools.</summary>
internal static class ToolServices
{
    /// <summary>Adds the tools in the order in which they are listed. The SDK's server finds them among the services.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services) => services
        .AddSingleton<McpServerTool, GetTaskTool>()
        .AddSingleton<McpServerTool, WaitForTaskTool>()
        .AddSingleton<McpServerTool, GetTasksTool>()
        .AddSingleton<McpServerTool, WaitForTasksTool>()
        .AddSingleton<McpServerTool, ListProvidersTool>();
}
