using System.Globalization;
using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>The lines that a model reads: every fact it needs once, no JSON.</summary>
internal static class TaskText
{
    /// <summary>A task: one line of state, one for each output.</summary>
    /// <param name="task">The task.</param>
    /// <param name="summary">The same task as a model, which has the <c>detail=full</c> fields.</param>
    /// <param name="asked">What was asked for; <see langword="null"/> when the reference shows it.</param>
    /// <param name="next">What to do next; <see langword="null"/> for nothing, or when it is said once for several tasks.</param>
    /// <param name="now">The time, for the age.</param>
    public static string Of(KlingTask task, TaskSummary summary, string? asked, string? next, DateTimeOffset now)
    {
        List<string> lines = [$"{task.Status.Word} {task.Reference}{About(task, asked, now)}"];
        var video = task.TaskIdIsHandle ? summary.Outputs?.FirstOrDefault(static o => o is { Type: OutputType.Video, Id: null }) : null;
        lines.AddRange(summary.Outputs?.Select(output => Line(output, ReferenceEquals(output, video))) ?? []);
        lines.AddRange(Extras(summary));
        if (next is not null)
        {
            if (lines.Count == 1) lines[0] = $"{lines[0]}. {next}";
            else lines.Add(next);
        }

        return string.Join('\n', lines);
    }

    /// <summary>
    /// "(kind, took 15 s)" for a finished task, "(kind): 34 s so far, ~60 s left" for a running one, ": why" for a failed one.
    /// </summary>
    private static string About(KlingTask task, string? asked, DateTimeOffset now)
    {
        if (asked is not null) asked = $"asked as {asked}";
        var word = task.Status is KlingTaskStatus.Unknown ? $"the provider says \"{task.ProviderStatus}\"" : null;
        if (!task.Status.IsFinal)
        {
            string?[] running =
            [
                word,
                task.CreatedAt is { } since && now > since ? $"{Seconds.Age(now - since)} so far" : null,
                task.Progress is { } progress ? $"{progress} %" : null,
                task.EtaSeconds is { } eta ? $"~{eta} s left" : null,
            ];
            return $"{Bracket(asked, PlainWord.OrQuoted(task.Kind))}{(running.Any(static r => r is not null) ? $": {Join(running)}" : "")}";
        }

        if (task.Failure is { } failure)
        {
            var said = failure.Message is { } message ? $", \"{message}\"" : "";
            var code = FaultText.IsTelling(failure.Code) ? $" (code {PlainWord.OrQuoted(failure.Code)})" : "";
            return $"{Bracket(asked)}: {failure.Category.Word}{said}{code}. {Advice.For(failure, task.Reference.Provider)}";
        }

        var took = task is { CreatedAt: { } from, FinishedAt: { } to } && to >= from ? $"took {Seconds.Round(to - from)} s" : null;
        return Bracket(asked, PlainWord.OrQuoted(task.Kind), took, CountOf(task.Outputs));
    }

    /// <summary>"4 images" when there are several outputs.</summary>
    private static string? CountOf(IReadOnlyList<KlingOutput> outputs) => outputs.Count < 2 ? null
        : string.Join(" + ", outputs.CountBy(static o => o.Type).Select(static c => $"{c.Value} {c.Key.Word}{(c.Value == 1 ? "" : "s")}"));

    /// <param name="output">The output.</param>
    /// <param name="takesTaskId">Whether the next step takes the id of its task.</param>
    private static string Line(OutputSummary output, bool takesTaskId)
    {
        string?[] facts =
        [
            output.DurationSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} s") : null,
            output is { Width: { } width, Height: { } height } ? $"{width}x{height}" : null,
        ];
        string?[] handles =
        [
            Join(facts, " ") is { Length: > 0 } size ? size : null,
            output.Name is { } name ? $"\"{name}\"" : null,
            output.Deleted is true ? "deleted" : null,
            output.Id is { } id ? $"{(output.Deleted is true ? "former id" : "id")} {PlainWord.OrQuoted(id)}" : null,
            takesTaskId ? "pass on the task id" : null,
            output.Watermarked is true ? "watermarked" : null,
            output.NeedsKey is { } variable ? $"its address needs the key of {variable}" : null,
            output.ExpiresAt is { } expires ? $"expires {expires[..10]} {expires[11..16]}Z" : null,
        ];
        var about = Join(handles);
        var expired = output.Expired is true ? "EXPIRED " : "";
        var address = output.Url is { } url ? $": {url}" : "";
        return $"{expired}{output.Type.Word}{(about.Length > 0 ? $" {about}" : "")}{address}";
    }

    /// <summary>What only <c>full</c> tells.</summary>
    private static IEnumerable<string> Extras(TaskSummary summary)
    {
        foreach (var output in summary.Outputs ?? [])
        {
            if (output.WatermarkedUrl is { } marked) yield return $"watermarked: {marked}";
            if (output.CoverUrl is { } cover) yield return $"cover: {cover}";
            if (output.WavUrl is { } wav) yield return $"wav: {wav}";
        }

        string?[] facts =
        [
            summary is { Status: not KlingTaskStatus.Unknown, ProviderStatus: { Length: > 0 } word }
                ? $"provider's own status \"{word}\""
                : null,
            summary.ExternalId is { } external ? $"external id {PlainWord.OrQuoted(external)}" : null,
            summary.Parent is { } parent ? $"parent {PlainWord.OrQuoted(parent)}" : null,
            summary.Cost is { } cost ? $"cost {PlainWord.OrQuoted(cost)}" : null,
        ];
        if (Join(facts) is { Length: > 0 } line) yield return line;
        if (summary.Prompt is { } prompt) yield return $"prompt: \"{prompt}\"";
    }

    private static string Bracket(params string?[] facts) => Join(facts) is { Length: > 0 } text ? $" ({text})" : "";

    private static string Join(string?[] facts, string by = ", ") => string.Join(by, facts.Where(static f => f is not null));
}
