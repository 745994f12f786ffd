using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KlingMcp.Answers;
using KlingMcp.Domain;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary>The description of a tool for hosts. Each word costs tokens in every conversation (<c>bench/tokens</c> counts them).</summary>
/// <param name="Name">The name, in snake_case.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Description">What it does, when to use it and what it returns.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Model">The model of its answer.</param>
internal sealed record ToolDefinition(
    string Name, string Title, string Description, IReadOnlyList<ToolArgument> Arguments, JsonTypeInfo Model)
{
    /// <summary>Whether it waits, and so reports progress and has the fields of a wait.</summary>
    public bool IsWait { get; init; }

    /// <summary>False for a tool that writes files. No tool changes anything at a provider.</summary>
    public bool IsReadOnly { get; init; } = true;

    public Tool ToTool() => new()
    {
        Name = Name,
        Title = Title,
        Description = Description,
        InputSchema = JsonSerializer.SerializeToElement(ToolArgument.SchemaOf(Arguments), ToolJson.Default.JsonObject),
        OutputSchema = OutputSchema.Of(Model, IsWait),
        Annotations = new() { ReadOnlyHint = IsReadOnly, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = true },
    };
}

/// <summary>A tool: reads its arguments, does its work and answers with text for a model and the same facts for a program.</summary>
internal abstract class KlingTool(ToolDefinition definition, AnswerComposer composer) : McpServerTool
{
    protected AnswerComposer Composer { get; } = composer;

    public override Tool ProtocolTool { get; } = definition.ToTool();

    public override IReadOnlyList<object> Metadata => [];

    /// <summary>Answers a call. Throws only when the caller cancels.</summary>
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
        ResultOf(Composer.Finish(await AnswerAsync(request, cancellationToken)));

    /// <summary>An answer as the protocol carries it.</summary>
    public static CallToolResult ResultOf(Answer answer) => new()
    {
        Content = [new TextContentBlock { Text = answer.Text }],
        StructuredContent = answer.Structured,
        IsError = answer.IsError ? true : null,
    };

    /// <summary>Does the work.</summary>
    /// <exception cref="ArgumentFault">An argument cannot be used.</exception>
    protected abstract Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken);

    private async Task<Answer> AnswerAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        try
        {
            var tools = request.Server.ServerOptions.ToolCollection?.Select(static t => t.ProtocolTool) ?? [];
            return await RunAsync(new(request.Params?.Arguments, definition.Arguments, tools), request, cancellationToken);
        }
        catch (ArgumentFault fault)
        {
            return Composer.Failure(fault.Fault);
        }
        catch (Exception e) when (e is not McpException && !cancellationToken.IsCancellationRequested)
        {
            return Composer.Failure(Fault.Unexpected(e));
        }
    }
}
