using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>The five tools: arguments in, answer out.</summary>
internal sealed class KlingTools(KlingTaskService tasks, ProviderCheck providers, AnswerComposer composer, WaitOptions options)
{
    /// <summary>Answers a call. Nothing but the caller's own cancellation and an unknown tool leaves as an exception.</summary>
    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var answer = composer.Finished(await AnswerAsync(context, cancellationToken));
        return new()
        {
            Content = [new TextContentBlock { Text = answer.Text }],
            StructuredContent = answer.Structured,
            IsError = answer.IsError ? true : null,
        };
    }

    private async Task<Answer> AnswerAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        // the SDK's type says that there always are some
        if (context.Params is null) throw new McpProtocolException("A call needs params with the name of a tool.", McpErrorCode.InvalidParams);

        try
        {
            var arguments = context.Params.Arguments;
            return context.Params.Name switch
            {
                ToolDefinitions.GetTask => await GetTaskAsync(new(arguments, "task_id", "provider", "detail"), cancellationToken),
                ToolDefinitions.WaitForTask => await WaitForTaskAsync(new(arguments, "task_id", "provider", "timeout_seconds"), context, cancellationToken),
                ToolDefinitions.GetTasks => await GetTasksAsync(new(arguments, "task_ids", "provider", "detail"), cancellationToken),
                ToolDefinitions.WaitForTasks => await WaitForTasksAsync(new(arguments, "task_ids", "provider", "until", "timeout_seconds"), context, cancellationToken),
                ToolDefinitions.ListProviders => composer.Providers(await providers.RunAsync(new Arguments(arguments, "verify").Flag("verify"), cancellationToken)),
                var unknown => throw new McpProtocolException($"Unknown tool: '{VisibleText.Clean(unknown, 80)}'", McpErrorCode.InvalidParams),
            };
        }
        catch (ArgumentFault fault)
        {
            return composer.Failure(fault.Fault);
        }
        catch (Exception e) when (e is not McpException && !cancellationToken.IsCancellationRequested)
        {
            return composer.Failure(Fault.Unexpected(e));
        }
    }

    private async Task<Answer> GetTaskAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (id, provider, full) = (arguments.Id("task_id"), arguments.Text("provider"), IsFull(arguments));
        return composer.One((await tasks.GetAsync([id], provider, cancellationToken))[0], full);
    }

    private async Task<Answer> GetTasksAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        var (ids, provider, full) = (arguments.Ids("task_ids"), arguments.Text("provider"), IsFull(arguments));
        if (tasks.RefusalOf(provider) is { } refused) return composer.Failure(refused);

        return composer.Many(await tasks.GetAsync(ids, provider, cancellationToken), full, waited: null);
    }

    private async Task<Answer> WaitForTaskAsync(Arguments arguments, RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var (id, provider, timeout) = (arguments.Id("task_id"), arguments.Text("provider"), TimeoutOf(arguments));
        return composer.One(await WaitAsync([id], provider, any: false, timeout, context, cancellationToken));
    }

    private async Task<Answer> WaitForTasksAsync(Arguments arguments, RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        var (ids, provider, timeout) = (arguments.Ids("task_ids"), arguments.Text("provider"), TimeoutOf(arguments));
        var any = arguments.OneOf("until", "all", "any") is "any";
        if (tasks.RefusalOf(provider) is { } refused) return composer.Failure(refused);

        var waited = await WaitAsync(ids, provider, any, timeout, context, cancellationToken);
        return composer.Many(waited.Tasks, full: false, waited);
    }

    private async Task<WaitResult> WaitAsync(
        IReadOnlyList<AskedTask> ids, string? provider, bool any, TimeSpan timeout, RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        if (context.Params.ProgressToken is not { } token) return await tasks.WaitAsync(ids, provider, any, timeout, report: null, cancellationToken);

        var progress = new WaitProgress(context.Server, token, timeout, cancellationToken);
        try
        {
            return await tasks.WaitAsync(ids, provider, any, timeout, progress.Report, cancellationToken);
        }
        finally
        {
            // none may come after the answer
            await progress.LastAsync();
        }
    }

    /// <summary>Longer than the host bears is shortened, not refused.</summary>
    private TimeSpan TimeoutOf(Arguments arguments) =>
        (arguments.Seconds("timeout_seconds") ?? options.DefaultWait) is var asked && asked < options.LongestWait ? asked : options.LongestWait;

    private static bool IsFull(Arguments arguments) => arguments.OneOf("detail", "compact", "full") is "full";
}
