using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KlingMcp.Providers;
using KlingMcp.Sandbox;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>Plays the scenes of the demo in order.</summary>
internal sealed class Demo(DemoServer server, Screen screen, TimeProvider time)
{
    /// <summary>Sandbox ids spread over all providers: six that succeed, two that failed, one running, one not found.</summary>
    private static readonly string[] Ten =
    [
        .. new[] { "ok-0-a", "ok-0-b", "fail-0", "ok-0-c", "ok-600", "money-0", "ok-0-d", "ok-0-e", "gone-0", "ok-0-f" }
            .Select(static (id, i) => $"{ProviderCatalog.All[i % ProviderCatalog.All.Count].Name}:sandbox-{id}"),
    ];

    private readonly List<Cost> costs = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Say($"This starts {server.Name} as an MCP host would, in its sandbox: no key, no network, and every answer says so.");

        Scene("The tools that an agent gets");
        foreach (var (name, description) in await server.ListToolsAsync(cancellationToken))
            screen.Drawing.Write(new Paragraph(name, Color.Aqua).Append($": {description}\n"));

        Scene("A lookup at each provider");
        foreach (var provider in ProviderCatalog.All) await LookUpAsync($"{provider.Name}:sandbox-ok-0", cancellationToken);

        Scene("A task that failed, and why");
        await LookUpAsync("official:sandbox-fail-0", cancellationToken);

        Scene("A wait for a task that takes 4 seconds");
        await WaitAsync("useapi:sandbox-ok-4", cancellationToken);

        Scene("Ten tasks at once");
        var ids = new JsonArray([.. Ten.Select(static id => (JsonNode)id)]);
        Show(await CallAsync("get_kling_tasks", new() { ["task_ids"] = ids }, Ten, progress: null, cancellationToken));

        Scene("How is my last video? What failed today?");
        await ListAsync(new() { ["limit"] = 1 }, "limit 1", cancellationToken);
        await ListAsync(new() { ["status"] = "failed", ["since"] = "24h" }, "failed, 24h", cancellationToken);

        Scene("What each answer costs, in bytes");
        screen.Drawing.Write(CostTable());
        Say("Now with your own key: kling-mcp config prints the entry for your host, kling-mcp doctor checks it.");
    }

    private static string[] Lines(ToolAnswer answer) => answer.Text.Split('\n');

    private static string Number(int bytes) => bytes.ToString("#,0", CultureInfo.InvariantCulture);

    private async Task LookUpAsync(string id, CancellationToken cancellationToken) =>
        Show(await CallAsync("get_kling_task", new() { ["task_id"] = id }, [id], progress: null, cancellationToken));

    private async Task ListAsync(JsonObject arguments, string label, CancellationToken cancellationToken)
    {
        screen.Drawing.Write(new Text($"> list_kling_tasks {label}\n", Color.Aqua));
        Show(await server.CallAsync("list_kling_tasks", arguments, progress: null, cancellationToken));
    }

    /// <summary>In a terminal the latest progress message replaces the previous one; elsewhere each gets its own line.</summary>
    private async Task WaitAsync(string id, CancellationToken cancellationToken)
    {
        JsonObject arguments = new() { ["task_id"] = id, ["timeout_seconds"] = 20 };
        if (!screen.IsTerminal)
        {
            Show(await CallAsync("wait_for_kling_task", arguments, [id], note => Say($"  … {note}"), cancellationToken));
            return;
        }

        ToolAnswer? answer = null;
        await screen.Drawing.Status().StartAsync("waiting", async status =>
            answer = await CallAsync(
                "wait_for_kling_task", arguments, [id], note => status.Status(Markup.Escape(note)), cancellationToken));
        Show(answer!);
    }

    private async Task<ToolAnswer> CallAsync(
        string tool, JsonObject arguments, string[] ids, Action<string>? progress, CancellationToken cancellationToken)
    {
        screen.Drawing.Write(new Text($"> {tool} {string.Join(' ', ids)}\n", Color.Aqua));
        var answer = await server.CallAsync(tool, arguments, progress, cancellationToken);
        if (answer.IsError) throw new IOException($"{tool} answered: {Lines(answer)[^1]}");

        var call = ids is [var only] ? $"{tool} {only}" : $"{tool}, {ids.Length} tasks";
        costs.Add(new(call, ids.Sum(RawBytes), Encoding.UTF8.GetByteCount(answer.Text), answer.Bytes));
        return answer;
    }

    private int RawBytes(string reference) =>
        reference.Split(':') is [var provider, var id]
            ? SandboxHttpHandler.BytesOf(ProviderCatalog.Find(provider)!, id, time.GetUtcNow())
            : 0;

    private Table CostTable()
    {
        var table = new Table { Border = screen.IsTerminal ? TableBorder.Rounded : TableBorder.Markdown }
            .AddColumns("call", "the provider's body", "the text a model reads", "the whole answer on the wire");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var cost in costs) table.AddRow(Markup.Escape(cost.Call), Number(cost.Raw), Number(cost.Text), Number(cost.Whole));
        return table;
    }

    private void Scene(string title) => screen.Drawing.Write(new Text($"\n== {title} ==\n", new Style(decoration: Decoration.Bold)));

    private void Show(ToolAnswer answer)
    {
        foreach (var line in Lines(answer)) Say($"  {line}");
    }

    private void Say(string line) => screen.Drawing.Write(new Text($"{line}\n"));

    /// <summary>The size of a call's answer in bytes: provider bodies, text, whole message.</summary>
    private sealed record Cost(string Call, int Raw, int Text, int Whole);
}
