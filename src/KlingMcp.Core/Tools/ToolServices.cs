using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>Registers the tools.</summary>
internal static class ToolServices
{
    /// <summary>Adds the tools in the order in which they are listed. The SDK's server finds them among the services.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="list">Whether tasks may be listed.</param>
    /// <param name="save">Whether outputs may be saved to files.</param>
    public static IServiceCollection AddTools(this IServiceCollection services, bool list, bool save)
    {
        services
            .AddSingleton<McpServerTool, GetTaskTool>()
            .AddSingleton<McpServerTool, WaitForTaskTool>()
            .AddSingleton<McpServerTool, GetTasksTool>()
            .AddSingleton<McpServerTool, WaitForTasksTool>();
        if (list) services.AddSingleton<McpServerTool, ListTasksTool>();
        if (save) services.AddSingleton<McpServerTool, SaveOutputsTool>();
        return services.AddSingleton<McpServerTool, ListProvidersTool>();
    }
}
