using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Memory;

/// <summary>
/// What is stored of a task. No prompt, address or key can be in it: ids have the grammar of ids, kinds have a plain form, the rest are
/// words of this program and numbers. Times are Unix milliseconds.
/// </summary>
internal sealed record TaskRow(ProviderAccount Account, TaskReference Reference, KlingTaskStatus Status, long Seen)
{
    /// <summary>In UTF-16 units.</summary>
    private const int MaxExternalId = 64;

    private const int MaxKind = 64;

    public string? Kind { get; private init; }

    public long? Created { get; private init; }

    public long? Finished { get; private init; }

    public int? Outputs { get; private init; }

    public string? ExternalId { get; private init; }

    /// <summary>
    /// The row of a task; <see langword="null"/> for one that is not Kling's, or whose reference may hold a key or has no plain form.
    /// </summary>
    /// <param name="account">Whose task it is.</param>
    /// <param name="task">The state just read.</param>
    /// <param name="outputs">How many outputs it has; <see langword="null"/> when not known.</param>
    /// <param name="seen">When it was read.</param>
    /// <param name="filter">Knows the keys.</param>
    public static TaskRow? Of(ProviderAccount account, KlingTask task, int? outputs, DateTimeOffset seen, TextFilter filter)
    {
        var reference = task.Reference;
        if (task.IsOtherModel || !IsId(reference.Id, filter) || (reference.Kind is { } place && !IsKind(place, filter))) return null;

        return new(account, reference, task.Status, seen.ToUnixTimeMilliseconds())
        {
            Kind = task.Kind is { } kind && IsKind(kind, filter) ? kind : null,
            Created = task.CreatedAt?.ToUnixTimeMilliseconds(),
            Finished = task.FinishedAt?.ToUnixTimeMilliseconds(),
            Outputs = outputs,
            ExternalId = task.ExternalId is { Length: <= MaxExternalId } external && IsId(external, filter) ? external : null,
        };
    }

    /// <summary>Letters, digits and <c>_ - . /</c>, without an empty or climbing part: it becomes part of a path.</summary>
    public static bool IsKind(string kind) =>
        kind.Length is > 0 and <= MaxKind && kind.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
        && !kind.Split('/').Any(static part => part is "" or "." or "..");

    /// <summary>Has the form of an id and holds no key.</summary>
    public static bool IsId(string id, TextFilter filter) =>
        (TaskId.IsValid(id) || IdForms.IsUuidWithPath(id)) && filter.Handle(id) == id;

    private static bool IsKind(string kind, TextFilter filter) => IsKind(kind) && filter.Handle(kind) == kind;
}
