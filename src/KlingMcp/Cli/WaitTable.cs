using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>The progress of a wait, as a table.</summary>
internal static class WaitTable
{
    /// <param name="asked">The ids as the caller wrote them.</param>
    /// <param name="last">The last progress report; <see langword="null"/> before the first.</param>
    /// <param name="waited">The time waited so far.</param>
    /// <param name="limit">The longest wait.</param>
    /// <param name="now">The current time, for the ages of tasks.</param>
    public static Table Of(IReadOnlyList<string> asked, WaitResult? last, TimeSpan waited, TimeSpan limit, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("task", "state", "age", "time left")
            .Caption($"waiting {Seconds.Round(waited)} s of {Seconds.Round(limit)} s; Ctrl-C stops");
        foreach (var looked in last?.Tasks ?? []) table.AddRow(Row(looked, now));
        if (last is null)
            foreach (var id in asked) table.AddRow(Cell(id), new Text("looking up"), Text.Empty, Text.Empty);

        return table;
    }

    private static Text[] Row(LookupResult looked, DateTimeOffset now)
    {
        if (looked.Result.Value is not { } task)
            return [Cell(looked.Asked), new(looked.Result.Fault!.Category.Word, Color.Yellow), Text.Empty, Text.Empty];

        var end = task.FinishedAt ?? now;
        return
        [
            Cell(task.Reference.ToString()),
            new(task.Progress is { } percent ? $"{task.Status.Word} {percent} %" : task.Status.Word, StateColor.Of(task.Status)),
            new(task.CreatedAt is { } since && end > since ? $"{Seconds.Round(end - since)} s" : ""),
            new(task.EtaSeconds is { } eta ? $"~{eta} s" : ""),
        ];
    }

    /// <summary>Text from a caller or a provider.</summary>
    private static Text Cell(string text) => new(VisibleText.Clean(text, 160) ?? "");
}
