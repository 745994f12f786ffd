using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>
/// The latest tasks, as a table. A reference is never broken into lines, so that it can be copied: the prompt gets what is left of a line.
/// </summary>
internal static class ListTable
{
    /// <summary>What the borders of four columns take, in cells.</summary>
    private const int Borders = 13;

    /// <summary>A prompt with less room than this, in cells, is left out.</summary>
    private const int MinRoom = 8;

    /// <param name="tasks">Newest first.</param>
    /// <param name="now">The current time, for ages.</param>
    /// <param name="width">The width of the terminal, in cells.</param>
    public static Table Of(IReadOnlyList<ListedTask> tasks, DateTimeOffset now, int width)
    {
        string[] titles = ["state", "task", "age"];
        string[][] rows = [.. tasks.Select(t => CellsOf(t.Task, now))];
        var taken = titles.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Max()).Sum();
        var table = new Table().Border(TableBorder.Rounded).AddColumns(titles).AddColumn("prompt");
        foreach (var column in table.Columns.Take(titles.Length)) column.NoWrap();
        foreach (var (listed, cells) in tasks.Zip(rows))
        {
            table.AddRow(
                new Text(cells[0], StateColor.Of(listed.Task.Status)),
                new Text(cells[1]),
                new Text(cells[2]),
                new Text(Fitting(ListedTaskSummary.From(listed), width - Borders - taken)));
        }

        return table;
    }

    private static string[] CellsOf(KlingTask task, DateTimeOffset now) =>
        [task.Status.Word, $"{task.Reference}", task.CreatedAt is { } made && now > made ? Seconds.Age(now - made) : ""];

    /// <summary>The beginning of the prompt, or of the kind if there is none.</summary>
    private static string Fitting(ListedTaskSummary told, int room)
    {
        var text = told.Prompt ?? told.Kind ?? "";
        if (room < MinRoom) return "";

        for (var length = text.Length; text.GetCellWidth() > room; length--) text = VisibleText.Clean(text, length) ?? "";
        return text;
    }
}
