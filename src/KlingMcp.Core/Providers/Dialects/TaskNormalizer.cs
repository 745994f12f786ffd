using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>The rules for a task of any provider, applied after its fields are read.</summary>
internal static class TaskNormalizer
{
    /// <summary>Of more outputs, only these are reported, with the number of all.</summary>
    private const int MaxOutputs = 50;

    /// <summary>
    /// Removes times and progress where they mean nothing, and makes sure that a success has usable outputs: from the known
    /// places, else from a search of the results. Without any the answer is a bad response.
    /// </summary>
    /// <param name="task">The task with the outputs of the known places.</param>
    /// <param name="response">The answer it was read from.</param>
    /// <param name="results">The parts of the body that contain results, for the search.</param>
    public static Result<KlingTask> Of(KlingTask task, ProviderResponse response, params IReadOnlyList<Json> results)
    {
        if (response.Filter.Handle(task.Reference.Id) is null) return BadResponse(response, "the task's id contains a key");

        if (task.Status.IsFinal) task = task with { Progress = null, EtaSeconds = null };
        else task = task with { FinishedAt = null };

        IReadOnlyList<KlingOutput> outputs = [.. task.Outputs.Where(static o => o.IsUsable)];
        var counted = task.Outputs.Count;
        var isSearched = task.Status is KlingTaskStatus.Succeeded && outputs.Count == 0;
        if (isSearched) outputs = MediaSearch.In(results);

        // taken for every task, so that the next task of a list starts at zero
        var withheld = response.Filter.TakeWithheld();
        if (task.Status is not KlingTaskStatus.Succeeded) return task with { Outputs = [] };
        if (outputs.Count > 0)
        {
            var missing = isSearched ? 0 : Math.Max(0, counted - outputs.Count - withheld);
            var isOrAre = missing == 1 ? "is" : "are";
            var more = outputs.Count - MaxOutputs;
            var notes = Join(
                missing > 0 ? $"{missing} of {counted} outputs {isOrAre} missing: failed or blocked." : null,
                more > 0 ? $"These are the first {MaxOutputs} outputs; there are {more} more." : null,
                task.Advice);
            return task with
            {
                Outputs = [.. outputs.Take(MaxOutputs)],
                MissingOutputs = missing > 0 ? missing : null,
                FoundBySearch = isSearched,
                Advice = AdviceOn(withheld, notes),
            };
        }

        // another model's result may be text
        if (task.IsOtherModel && withheld == 0) return task with { Outputs = [] };
        if (withheld == 0 && MediaSearch.HasDataAddress(results))
        {
            return task with
            {
                Outputs = [],
                MissingOutputs = Math.Max(1, counted),
                Advice = Join("The result is inside the answer itself (data:), not at an address, so it is not given here.", task.Advice),
            };
        }

        return BadResponse(response, withheld > 0
            ? "every output's address contains a key, so none is given"
            : "the task is called finished, but no output address could be found in the answer");
    }

    /// <summary>A success whose result the provider no longer has.</summary>
    /// <param name="task">The task.</param>
    /// <param name="response">The answer it was read from.</param>
    /// <param name="why">What became of the result.</param>
    public static Result<KlingTask> WithoutResult(KlingTask task, ProviderResponse response, string why)
    {
        if (response.Filter.Handle(task.Reference.Id) is null) return BadResponse(response, "the task's id contains a key");

        var counted = task.Outputs.Count;
        return task with { Outputs = [], MissingOutputs = counted > 0 ? counted : null, Advice = why };
    }

    /// <summary>
    /// A row of a list: as <see cref="Of"/>, but a success whose outputs are not in the row is kept without them.
    /// <see langword="null"/> for a row whose id is none.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static KlingTask? RowOf(KlingTask task, ProviderResponse response, params IReadOnlyList<Json> results) =>
        !TaskId.IsValid(task.Reference.Id) || response.Filter.Handle(task.Reference.Id) is null ? null
            : Of(task, response, results).Value ?? task with { Outputs = [], Progress = null, EtaSeconds = null };

    /// <summary>A task with each of its outputs changed; a fault stays as it is.</summary>
    public static Result<KlingTask> WithOutputs(Result<KlingTask> reading, Func<KlingOutput, KlingOutput> change) =>
        reading.IsSuccess ? reading.Value with { Outputs = [.. reading.Value.Outputs.Select(change)] } : reading;

    /// <summary>The answer describes another task.</summary>
    public static Fault WrongTask(ProviderResponse response) => BadResponse(response, "the answer is about another task");

    /// <summary>The body is JSON, but contains no task, and the status is not an error.</summary>
    public static Fault NotATask(ProviderResponse response) => BadResponse(response, "JSON of a shape that holds no task");

    /// <summary>The body is JSON, but contains no list of tasks, and the status is not an error.</summary>
    public static Fault NotAList(ProviderResponse response) => BadResponse(response, "JSON of a shape that holds no list of tasks");

    private static Fault BadResponse(ProviderResponse response, string message) =>
        new(FaultCategory.BadResponse, message) { HttpStatus = response.Status };

    private static string? Join(params string?[] notes) =>
        string.Join(' ', notes.OfType<string>()) is { Length: > 0 } text ? text : null;

    private static string? AdviceOn(int withheld, string? advice) => withheld switch
    {
        0 => advice,
        1 => $"1 address is withheld because it contains a key. {advice}".TrimEnd(),
        _ => $"{withheld} addresses are withheld because they contain a key. {advice}".TrimEnd(),
    };
}
