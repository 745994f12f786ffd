using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>The latest tasks as a model reads them: a line for each, and what is missing.</summary>
internal static class TaskListText
{
    /// <param name="list">The tasks.</param>
    /// <param name="summary">The same as a model.</param>
    /// <param name="now">The time, for ages.</param>
    public static string Of(ListResult list, TaskListSummary summary, DateTimeOffset now)
    {
        List<string> lines = [.. list.Tasks.Zip(summary.Tasks, (listed, told) => Line(listed, told, now))];
        if (lines.Count == 0) lines.Add(list.Faults.Count > 0 ? "No tasks could be listed." : "No tasks.");
        if (summary.SearchedBackTo is { } back) lines.Add($"Looked back to {back[..10]} {back[11..16]}Z.");
        lines.AddRange(list.Faults.Select(FaultText.Of));
        lines.AddRange(list.NotListed.Select(static n => $"Not listed: {n.Provider}, {n.Why}."));
        if (summary.Next is { } next) lines.Add(next);
        if (list.Cursor is { } cursor) lines.Add($"More: cursor {cursor}");
        return string.Join('\n', lines);
    }

    /// <summary>What to do next; <see langword="null"/> for nothing.</summary>
    public static string? NextStep(ListResult list)
    {
        string?[] steps =
        [
            list.Tasks.Count > 0 ? "For outputs or a failure's reason call get_kling_task with a task." : null,
            list.Tasks.Any(static t => t.Source is TaskSource.Memory && !t.Task.Status.IsFinal)
                ? "What runs \"as last seen\" may be over: get_kling_task tells." : null,
            list.Kinds.Count > 0 ? $"Looked through these kinds: {string.Join(", ", list.Kinds.Distinct())}." : null,
        ];
        return string.Join(' ', steps.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    /// <summary><c>succeeded piapi:ID (video_generation) 3 min ago, 1 output, "a paper boat"</c>.</summary>
    private static string Line(ListedTask listed, ListedTaskSummary told, DateTimeOffset now)
    {
        string?[] facts =
        [
            listed.Task.CreatedAt is { } made && now > made ? $"{Seconds.Age(now - made)} ago"
                : listed.Task.SeenAt is { } seen && now > seen ? $"first seen {Seconds.Age(now - seen)} ago" : null,
            listed.Outputs is { } count ? $"{count} output{(count == 1 ? "" : "s")}" : null,
            told.ExternalId is { } external ? $"external id {external}" : null,
            told.Prompt is { } prompt ? $"\"{prompt}\"" : null,
            listed.Source is TaskSource.Memory ? "as last seen" : null,
        ];
        var kind = told.Kind is { } name ? $" ({name})" : "";
        var about = string.Join(", ", facts.OfType<string>());
        return $"{told.Status.Word} {told.Task}{kind}{(about.Length > 0 ? $" {about}" : "")}";
    }
}
