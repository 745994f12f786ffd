using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>A list in parts, for a person.</summary>
/// <param name="Lines">A line for each task.</param>
/// <param name="Notes">What is missing.</param>
internal sealed record TaskListing(IReadOnlyList<string> Lines, IReadOnlyList<string> Notes);

/// <summary>The latest tasks as a model reads them: a line for each, and what is missing.</summary>
internal static class TaskListText
{
    /// <summary>In characters of ASCII. A line is to cost a model at most 45 tokens beside the reference.</summary>
    private const int MaxPrompt = 60;

    /// <inheritdoc cref="MaxPrompt"/>
    private const int MaxExternalId = 32;

    /// <summary>As many characters of ASCII cost a model about as much as one of another script.</summary>
    private const int WeightOfOthers = 3;

    /// <param name="list">The tasks.</param>
    /// <param name="summary">The same as a model.</param>
    /// <param name="now">The time, for ages.</param>
    /// <param name="wording">The wording for who reads it.</param>
    public static string Of(ListResult list, TaskListSummary summary, DateTimeOffset now, Wording wording)
    {
        List<string> lines = [.. LinesOf(list, summary, now)];
        if (lines.Count == 0) lines.Add(list.Faults.Count > 0 ? "No tasks could be listed." : "No tasks.");
        lines.AddRange(NotesOn(list, wording));
        if (summary.Next is { } next) lines.Add(next);
        if (list.Cursor is { } cursor) lines.Add($"More: cursor {cursor}");
        return string.Join('\n', lines);
    }

    /// <summary>A line for each task.</summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<string> LinesOf(ListResult list, TaskListSummary summary, DateTimeOffset now) =>
        [.. list.Tasks.Zip(summary.Tasks, (listed, told) => Line(listed, told, now))];

    /// <summary>What is missing.</summary>
    public static IReadOnlyList<string> NotesOn(ListResult list, Wording wording) =>
    [
        .. Times.ToRfc3339(list.SearchedBackTo) is { } back ? [$"Looked back to {back[..10]} {back[11..16]}Z."] : (string[])[],
        .. list.Faults.Select(f => FaultText.Of(f, wording)),
        .. list.NotListed.GroupBy(static n => n.Why, static n => n.Provider)
            .Select(static same => $"No list from {string.Join(", ", same)} ({same.Key})."),
    ];

    /// <summary>What to do next; <see langword="null"/> for nothing.</summary>
    public static string? NextStep(ListResult list, Wording wording)
    {
        string?[] steps =
        [
            list.Tasks.Count > 0 ? wording.OpenListed : null,
            list.Unordered.Count > 0
                ? $"{string.Join(" and ", list.Unordered)} did not list the newest first: newer tasks may be missing. Narrow it with since."
                : null,
            list.Tasks.Any(static t => t.Source is TaskSource.Memory && !t.Task.Status.IsFinal) ? wording.LookAgain : null,
            list.Kinds.Count > 0 ? $"Looked through these kinds: {string.Join(", ", list.Kinds.Distinct())}." : null,
        ];
        return string.Join(' ', steps.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    /// <summary>So much of a text as costs no more tokens than this many characters of ASCII.</summary>
    private static string? Beginning(string? text, int most)
    {
        if (text is null) return null;

        var (weight, length) = (0, 0);
        while (length < text.Length && (weight += char.IsAscii(text[length]) ? 1 : WeightOfOthers) <= most) length++;
        return VisibleText.Clean(text, length);
    }

    /// <summary><c>succeeded piapi:ID (video_generation) 3 min ago, 1 output, "a paper boat"</c>.</summary>
    private static string Line(ListedTask listed, ListedTaskSummary told, DateTimeOffset now)
    {
        string?[] facts =
        [
            listed.Task.CreatedAt is { } made && now > made ? $"{Seconds.Age(now - made)} ago"
                : listed.Task.SeenAt is { } seen && now > seen ? $"first seen {Seconds.Age(now - seen)} ago" : null,
            listed.Outputs is { } count ? $"{count} output{(count == 1 ? "" : "s")}" : null,
            Beginning(told.ExternalId, MaxExternalId) is { } external ? $"external id {external}" : null,
            Beginning(told.Prompt, MaxPrompt) is { } prompt ? $"\"{prompt}\"" : null,
            listed.Source is TaskSource.Memory ? "as last seen" : null,
        ];
        var kind = told.Kind is { } name ? $" ({name})" : "";
        var about = string.Join(", ", facts.OfType<string>());
        return $"{told.Status.Word} {told.Task}{kind}{(about.Length > 0 ? $" {about}" : "")}";
    }
}
