using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>The rules that hold for every provider once its words are read.</summary>
internal static class TaskNormalizer
{
    /// <summary>
    /// A task as it may leave: times and progress only where they mean something, and no success without a usable output —
    /// known places first, then a search of the result, else a bad response.
    /// </summary>
    /// <param name="task">The task with the outputs of the known places.</param>
    /// <param name="response">The answer it was read from.</param>
    /// <param name="results">The parts of the body that hold results, for the search.</param>
    public static Result<KlingTask> Of(KlingTask task, ProviderResponse response, params IReadOnlyList<Json> results)
    {
        if (task.Status.IsFinal) task = task with { Progress = null, EtaSeconds = null };
        else task = task with { FinishedAt = null };

        if (task.Status is not KlingTaskStatus.Succeeded) return task with { Outputs = [] };

        KlingOutput[] usable = [.. task.Outputs.Where(static o => o.IsUsable)];
        if (usable.Length > 0) return task with { Outputs = usable };

        var found = MediaSearch.In(results);
        return found.Count > 0
            ? task with { Outputs = found, FoundBySearch = true }
            : new Fault(FaultCategory.BadResponse, "the task is called finished, but no output address could be found in the answer")
            {
                HttpStatus = response.Status,
            };
    }

    /// <summary>The same reading, with something said of each output, wherever it was found.</summary>
    public static Result<KlingTask> ForEachOutput(Result<KlingTask> reading, Func<KlingOutput, KlingOutput> say) =>
        reading.IsSuccess ? reading.Value with { Outputs = [.. reading.Value.Outputs.Select(say)] } : reading;

    /// <summary>The answer is about another task than the one asked for.</summary>
    public static Fault WrongTask(ProviderResponse response) => new(FaultCategory.BadResponse, "the answer is about another task") { HttpStatus = response.Status };

    /// <summary>A JSON body in which no task could be recognised, with a status that does not say no.</summary>
    public static Fault NotATask(ProviderResponse response) => new(FaultCategory.BadResponse, "JSON of a shape that holds no task") { HttpStatus = response.Status };
}
