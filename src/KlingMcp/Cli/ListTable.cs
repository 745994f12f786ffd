using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>
/// The latest tasks, as a table. A reference stays in one line as long as the terminal is wide enough, so that it can be copied: the
/// prompt gets what is left of a line, and in a narrow terminal first the prompt and then the age are left out.
/// </summary>
internal static class ListTable
{
    /// <summary>The columns that are always there: the state and the task.</summary>
    private const int MinColumns = 2;

    /// <summary>A prompt with less room than this, in cells, is left out.</summary>
    private const int MinRoom = 8;

    private static readonly string[] Titles = ["state", "task", "age", "prompt"];

    /// <param name="tasks">Newest first.</param>
    /// <param name="now">The current time, for ages.</param>
    /// <param name="width">The width of the terminal, in cells.</param>
    public static Table Of(IReadOnlyList<ListedTask> tasks, DateTimeOffset now, int width)
    {
        string[][] rows = [.. tasks.Select(t => CellsOf(t.Task, now))];
        int[] taken = [.. Titles.SkipLast(1).Select((title, i) => rows.Select(row => row[i].GetCellWidth()).Append(title.Length).Max())];
        var room = width - Borders(Titles.Length) - taken.Sum();
        var columns = room >= MinRoom ? Titles.Length : Fits(taken.Length) ? taken.Length : MinColumns;
        var table = new Table().Border(TableBorder.Rounded).AddColumns(Titles[..columns]);

        // A task that is wider than the terminal is the only text that is wrapped.
        foreach (var (column, i) in table.Columns.Select(static (c, i) => (c, i))) column.NoWrap = i != 1 || Fits(columns);
        foreach (var (listed, cells) in tasks.Zip(rows))
        {
            Text[] row =
            [
                new(cells[0], StateColor.Of(listed.Task.Status)),
                new(cells[1]),
                new(cells[2]),
                new(Fitting(ListedTaskSummary.From(listed), room)),
            ];
            table.AddRow(row[..columns]);
        }

        return table;

        bool Fits(int count) => taken.Take(count).Sum() + Borders(count) <= width;
    }

    /// <summary>What the borders of so many columns take, in cells.</summary>
    private static int Borders(int columns) => (3 * columns) + 1;

    private static string[] CellsOf(KlingTask task, DateTimeOffset now) =>
        [task.Status.Word, $"{task.Reference}", task.CreatedAt is { } made && now > made ? Seconds.Age(now - made) : ""];

    /// <summary>The beginning of the prompt, or of the kind if there is none; empty if there is no room for it.</summary>
    private static string Fitting(ListedTaskSummary told, int room)
    {
        if (room < MinRoom) return "";

        var text = told.Prompt ?? told.Kind ?? "";
        for (var length = text.Length; text.GetCellWidth() > room; length--) text = VisibleText.Clean(text, length) ?? "";
        return text;
    }
}
