using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using Spectre.Console;

namespace KlingMcp.Cli;

/// <summary>The latest tasks, as a table.</summary>
internal static class ListTable
{
    /// <param name="tasks">Newest first.</param>
    /// <param name="now">The current time, for ages.</param>
    public static Table Of(IReadOnlyList<ListedTask> tasks, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("state", "task", "kind", "age", "outputs", "prompt");
        foreach (var (listed, told) in tasks.Select(static t => (t, ListedTaskSummary.From(t))))
        {
            table.AddRow(
                new Text(told.Status.Word, StateColor.Of(told.Status)),
                new Text(told.Task),
                new Text(told.Kind ?? ""),
                new Text(listed.Task.CreatedAt is { } made && now > made ? Seconds.Age(now - made) : ""),
                new Text($"{told.Outputs}"),
                new Text(told.Prompt ?? ""));
        }

        return table;
    }
}
