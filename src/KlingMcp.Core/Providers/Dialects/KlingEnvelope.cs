using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>
/// The answer of Kling itself: <c>{code, message, data}</c> around one task or many, or the task alone as its callbacks send it.
/// <c>message</c> is about the call and never about the task: it says SUCCEED for a failed one, too.
/// </summary>
internal static class KlingEnvelope
{
    /// <summary>One reading for each id asked, matched by <paramref name="isIt"/> and never by position.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="response">The answer.</param>
    /// <param name="reference">Names a task by its own id.</param>
    /// <param name="isIt">Whether a task is the one with this id.</param>
    public static IReadOnlyList<Result<KlingTask>> Read(LookupRequest asked, ProviderResponse response, Func<string, TaskReference> reference, Func<Json, string, bool> isIt)
    {
        var body = Json.Parse(response);
        if (!body.Exists) return [.. asked.Ids.Select(_ => (Result<KlingTask>)HttpFaults.NotJson(response))];

        var (tasks, isList) = TasksIn(body);
        var refusal = KlingRefusal.Of(body, response);
        var absence = refusal ?? AbsenceFrom([.. tasks.Where(task => !asked.Ids.Any(id => isIt(task, id)))], isList, response);
        return [.. asked.Ids.Select(id => tasks.Where(task => isIt(task, id)).Select(task => ReadTask(task, response, reference, refusal)).FirstOrDefault(absence))];
    }

    /// <summary>What it means that an id is missing: a list leaves out what Kling does not know, but it holds nothing that was not asked for.</summary>
    private static Fault AbsenceFrom(Json[] strangers, bool isList, ProviderResponse response) =>
        strangers.Any(static task => KlingTaskBody.IdOf(task) is not null) ? TaskNormalizer.WrongTask(response)
        : isList && strangers.Length == 0 ? HttpFaults.Of(FaultCategory.NotFound, response)
        : TaskNormalizer.NotATask(response);

    /// <summary>A known word makes it a task whatever the answer's status says; an unknown one does where nothing says no.</summary>
    private static Result<KlingTask> ReadTask(Json task, ProviderResponse response, Func<string, TaskReference> reference, Fault? refusal)
    {
        var (id, word) = (KlingTaskBody.IdOf(task), KlingTaskBody.WordOf(task));
        var state = StateWords.Read(word);
        if (refusal is not null && (id is null || state is KlingTaskStatus.Unknown)) return refusal;
        if (id is null || word is null || !TaskId.IsValid(id)) return TaskNormalizer.NotATask(response);

        return TaskNormalizer.Of(KlingTaskBody.Read(reference(id), state, word, task), response, KlingTaskBody.ResultsOf(task));
    }

    /// <summary><c>data</c> is a task, a list of tasks or a page of the history (<c>data.result</c>); a callback has none.</summary>
    private static (Json[] Tasks, bool IsList) TasksIn(Json body)
    {
        var data = body["data"];
        var list = data["result"].IsArray ? data["result"] : data;
        return list.IsArray ? ([.. list.Items], true) : ([data.IsObject ? data : body], false);
    }
}
