using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The answer of Kling's own API (<see href="https://kling.ai/document-api"/>): <c>{code, message, data}</c> around one task or
/// several, or a bare task, as its callbacks send it. <c>message</c> describes the call, never the task: it says SUCCEED for a
/// failed task too.
/// </summary>
internal static class KlingEnvelope
{
    /// <summary>One result for each requested id, matched by <paramref name="isMatch"/> and never by position.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The answer.</param>
    /// <param name="reference">Makes the reference of a task from its own id.</param>
    /// <param name="isMatch">Whether a task has a requested id.</param>
    public static IReadOnlyList<Result<KlingTask>> Read(
        LookupRequest request, ProviderResponse response, Func<string, TaskReference> reference, Func<Json, string, bool> isMatch)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return [.. request.Ids.Select(_ => (Result<KlingTask>)HttpFaults.NotJson(response))];

        var (tasks, isList) = TasksIn(body);
        var refusal = KlingRefusal.Of(body, response);
        var absence = refusal ?? AbsenceFrom([.. tasks.Where(task => !request.Ids.Any(id => isMatch(task, id)))], isList, response);
        return
        [
            .. request.Ids.Select(id => tasks.Where(task => isMatch(task, id))
                .Select(task => ReadTask(task, response, reference, refusal))
                .FirstOrDefault(absence)),
        ];
    }

    /// <summary>
    /// The rows of a list, which is <c>data</c>, <c>data.result</c> or another member of <c>data</c>, and what stands beside them.
    /// </summary>
    /// <param name="response">The answer.</param>
    /// <param name="reference">Makes the reference of a task from its own id.</param>
    /// <param name="next">The next page, from <c>data</c> and the number of its rows; <see langword="null"/> for the last page.</param>
    public static Result<ListPage> ReadList(
        ProviderResponse response, Func<string, TaskReference> reference, Func<Json, int, string?> next)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return HttpFaults.NotJson(response);
        if (KlingRefusal.Of(body, response) is { } refusal) return refusal;

        var data = body["data"];
        var list = data.IsArray ? data : Json.FirstArray(data);
        if (!list.IsArray && !data.IsNull) return TaskNormalizer.NotAList(response);

        Json[] rows = [.. list.Items];
        return new ListPage([.. rows.Select(row => RowOf(row, response, reference)).OfType<KlingTask>()], next(data, rows.Length));
    }

    private static KlingTask? RowOf(Json row, ProviderResponse response, Func<string, TaskReference> reference)
    {
        var (id, word) = (KlingTaskBody.IdOf(row), KlingTaskBody.WordOf(row));
        return id is null || !word.Exists ? null : TaskNormalizer.RowOf(
            KlingTaskBody.Read(reference(id), StateWords.Read(word.RawText), word, row), response, KlingTaskBody.ResultsOf(row));
    }

    /// <summary>Why an id is missing. A list leaves out unknown ids, but never contains a task that was not requested.</summary>
    private static Fault AbsenceFrom(Json[] others, bool isList, ProviderResponse response) =>
        others.Any(static task => KlingTaskBody.IdOf(task) is not null) ? TaskNormalizer.WrongTask(response)
        : isList && others.Length == 0 ? HttpFaults.Of(FaultCategory.NotFound, response)
        : TaskNormalizer.NotATask(response);

    /// <summary>A known state makes it a task even in a refused answer; an unknown one only in an answer that is not refused.</summary>
    private static Result<KlingTask> ReadTask(Json task, ProviderResponse response, Func<string, TaskReference> reference, Fault? refusal)
    {
        var (id, word) = (KlingTaskBody.IdOf(task), KlingTaskBody.WordOf(task));
        var state = StateWords.Read(word.RawText);
        if (StateWords.IsNotFound(word.RawText)) return refusal ?? HttpFaults.Of(FaultCategory.NotFound, response);
        if (refusal is not null && (id is null || state is KlingTaskStatus.Unknown)) return refusal;
        if (id is null || !word.Exists || !TaskId.IsValid(id)) return TaskNormalizer.NotATask(response);

        return TaskNormalizer.Of(KlingTaskBody.Read(reference(id), state, word, task), response, KlingTaskBody.ResultsOf(task));
    }

    /// <summary>
    /// <c>data</c> is a task, a list of tasks or a page of the history (<c>data.result</c>). A callback has no <c>data</c>.
    /// </summary>
    private static (Json[] Tasks, bool IsList) TasksIn(Json body)
    {
        var data = body["data"];
        if (data is { Exists: true, IsNull: true } && body["code"].RawText is "0") return ([], true);

        var list = data["result"].IsArray ? data["result"] : data;
        return list.IsArray ? ([.. list.Items], true) : ([data.IsObject ? data : body], false);
    }
}
