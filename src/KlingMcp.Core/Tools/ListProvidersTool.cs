using KlingMcp.Answers;
using KlingMcp.Lookups;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace KlingMcp.Tools;

/// <summary><c>list_kling_providers</c>: which providers can be asked, and what each can do.</summary>
internal sealed class ListProvidersTool(ProviderCheck providers, AnswerComposer composer) : KlingTool(Definition, composer)
{
    public const string Name = "list_kling_providers";

    private static ToolDefinition Definition => new(
        Name,
        "List Kling providers",
        "List Kling providers: which can be used, what each can do, and which variable to set for the others.",
        [ToolArgument.Verify.Described("Also test each key, tell balances")],
        AnswersJson.Default.ProvidersSummary);

    protected override async Task<Answer> RunAsync(
        Arguments arguments, RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        Composer.Providers(await providers.RunAsync(arguments.IsVerify(), cancellationToken));
}
