using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KlingMcp.Providers;
using KlingMcp.Sandbox;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>The scenes of the demo, one after the other.</summary>
internal sealed class Demo(McpChild child, Screen screen, TimeProvider time)
{
    private static readonly string[] Ten =
    [
        "piapi:sandbox-ok-0-a", "piapi:sandbox-ok-0-b", "goapi:sandbox-ok-0", "official:sandbox-ok-0-a", "official:sandbox-ok-0-b", "official:sandbox-fail-0",
        "useapi:sandbox-ok-600", "ezmodel:sandbox-money-0", "cometapi:sandbox-ok-0", "ezmodel:sandbox-gone-0",
    ];

    private readonly List<Cost> costs = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Say($"This starts {await child.InitializeAsync(cancellationToken)} as an MCP host would, in its sandbox: no key, no network, and every answer says so.");

        Scene("The tools that an agent gets");
        foreach (var (name, description) in await child.ListToolsAsync(cancellationToken)) screen.Drawing.Write(new Paragraph(name, Color.Aqua).Append($": {description}\n"));

        Scene("A lookup at each of the six providers");
        foreach (var provider in ProviderCatalog.All) await LookUpAsync($"{provider.Name}:sandbox-ok-0", cancellationToken);

        Scene("A task that failed, and why");
        await LookUpAsync("official:sandbox-fail-0", cancellationToken);

        Scene("A wait for a task that takes 4 seconds");
        await WaitAsync("useapi:sandbox-ok-4", cancellationToken);

        Scene("Ten tasks at once");
        var ids = new JsonArray([.. Ten.Select(static id => (JsonNode)id)]);
        Show(await CallAsync("get_kling_tasks", new() { ["task_ids"] = ids }, Ten, progress: null, cancellationToken));

        Scene("What each answer costs, in bytes");
        screen.Drawing.Write(CostTable());
        Say("Now with your own key: kling-mcp config prints the entry for your host, kling-mcp doctor checks it.");
    }

    private static string[] Lines(ToolAnswer answer) => answer.Text.Split('\n');

    private static string Number(int bytes) => bytes.ToString("#,0", CultureInfo.InvariantCulture);

    private async Task LookUpAsync(string id, CancellationToken cancellationToken) =>
        Show(await CallAsync("get_kling_task", new() { ["task_id"] = id }, [id], progress: null, cancellationToken));

    /// <summary>In a terminal the last note stands until the next one comes; else each has its line.</summary>
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
            answer = await CallAsync("wait_for_kling_task", arguments, [id], note => status.Status(Markup.Escape(note)), cancellationToken));
        Show(answer!);
    }

    private async Task<ToolAnswer> CallAsync(string tool, JsonObject arguments, string[] ids, Action<string>? progress, CancellationToken cancellationToken)
    {
        screen.Drawing.Write(new Text($"> {tool} {string.Join(' ', ids)}\n", Color.Aqua));
        var answer = await child.CallAsync(tool, arguments, progress, cancellationToken);
        if (answer.IsError) throw new IOException($"{tool} answered: {Lines(answer)[^1]}");

        costs.Add(new(ids is [var only] ? $"{tool} {only}" : $"{tool}, {ids.Length} tasks", ids.Sum(RawBytes), Encoding.UTF8.GetByteCount(answer.Text), answer.Bytes));
        return answer;
    }

    private int RawBytes(string reference) =>
        reference.Split(':') is [var provider, var id] ? SandboxHttpHandler.BytesOf(ProviderCatalog.Find(provider)!, id, time.GetUtcNow()) : 0;

    private Table CostTable()
    {
        var table = new Table { Border = screen.IsTerminal ? TableBorder.Rounded : TableBorder.Markdown }
            .AddColumn("call").AddColumn("the provider's body").AddColumn("the text a model reads").AddColumn("the whole answer on the wire");
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

    /// <summary>What a call cost, in bytes.</summary>
    private sealed record Cost(string Call, int Raw, int Text, int Whole);
}
