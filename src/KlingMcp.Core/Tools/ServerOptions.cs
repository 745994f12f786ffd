using KlingMcp.Domain;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>What both programs tell their clients, whatever the transport.</summary>
internal static class ServerOptions
{
    /// <summary>The list of tools is the same for everybody and changes only with the version.</summary>
    private static readonly TimeSpan ListLifetime = TimeSpan.FromHours(1);

    private const string Instructions =
        "Looks up Kling AI generation tasks at several providers; creates none. "
        + $"To get a result call {WaitForTaskTool.Name} (several: {WaitForTasksTool.Name}) instead of repeating get calls. "
        + "If a wait times out, the task is still running: call again, never resubmit the generation. "
        + "Keep the returned task reference for later calls. "
        + "For a next step pass on the id of an output, or task_id if it has none. Output URLs expire: hand them on or save them soon.";

    public static void Configure(McpServerOptions options)
    {
        options.ServerInfo = new() { Name = ProductName.Name, Title = "Kling tasks", Version = ProductName.Version };
        options.ServerInstructions = Instructions;
        options.Filters.Message.IncomingFilters.Add(TextArguments.Filter);
        options.Filters.Message.IncomingFilters.Add(UnreadableParameters.Filter);
        options.Filters.Request.ListToolsFilters.Add(static next => async (request, cancellationToken) =>
        {
            var list = await next(request, cancellationToken);
            list.TimeToLive = ListLifetime;
            list.CacheScope = CacheScope.Public;
            return list;
        });
    }
}
