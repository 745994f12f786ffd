using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KlingMcp.Cli;

/// <summary>The progress of a wait, as a table.</summary>
internal static class WaitTable
{
    /// <summary>The lines around the rows: borders, header and caption.</summary>
    private const int Frame = 7;

    /// <summary>With fewer columns than this the times are left out, so that ids are not broken into many lines.</summary>
    private const int Narrow = 60;

    /// <param name="asked">The ids as the caller wrote them.</param>
    /// <param name="last">The last progress report; <see langword="null"/> before the first.</param>
    /// <param name="clock">The times.</param>
    /// <param name="screen">The columns and lines of the terminal.</param>
    public static IRenderable Of(IReadOnlyList<string> asked, WaitResult? last, WaitClock clock, (int Width, int Height) screen)
    {
        var count = last?.Tasks.Count ?? asked.Count;
        var room = Math.Max(1, screen.Height - Frame);
        var isCut = count > room;
        var shown = isCut ? $"{room} of {count} shown, running ones first; " : "";
        string[] columns = screen.Width < Narrow ? ["task", "state"] : ["task", "state", "age", "time left"];
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        Text[][] rows = last is null
            ? [.. asked.Take(room).Select(static id => (Text[])[Cell(id), new("looking up")])]
            : [.. RowsOf(last, isCut).Take(room).Select(looked => Row(looked, clock.Now)[..columns.Length])];
        foreach (var row in rows)
        {
            // A row that wraps would push others off the screen.
            if (isCut) row[0].Overflow = Overflow.Ellipsis;
            table.AddRow(row);
        }

        foreach (var column in table.Columns.Skip(1)) column.NoWrap();

        // Below the table and not its caption, which would be wrapped at the width of the table.
        return new Rows(
            table, new Text($"{shown}waiting {Seconds.Round(clock.Waited)} s of {Seconds.Round(clock.Limit)} s; Ctrl-C stops"));
    }

    private static IEnumerable<LookupResult> RowsOf(WaitResult last, bool isCut) =>
        isCut ? last.Tasks.OrderBy(static t => t.Result.Value?.Status.IsFinal is true) : last.Tasks;

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

/// <summary>The times of a wait.</summary>
/// <param name="Waited">The time waited so far.</param>
/// <param name="Limit">The longest wait.</param>
/// <param name="Now">The current time, for the ages of tasks.</param>
internal readonly record struct WaitClock(TimeSpan Waited, TimeSpan Limit, DateTimeOffset Now);
