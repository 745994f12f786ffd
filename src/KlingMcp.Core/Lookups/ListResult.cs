using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>Where a listed task was found.</summary>
internal enum TaskSource
{
    /// <summary>The provider's own list.</summary>
    Provider,

    /// <summary>What was seen of it before.</summary>
    Memory,
}

/// <summary>A task of a list.</summary>
/// <param name="Task">The task.</param>
/// <param name="Source">Where it was found.</param>
/// <param name="Outputs">How many outputs it has; <see langword="null"/> when not known.</param>
internal sealed record ListedTask(KlingTask Task, TaskSource Source, int? Outputs);

/// <summary>The latest tasks.</summary>
/// <param name="Tasks">Newest first.</param>
internal sealed record ListResult(IReadOnlyList<ListedTask> Tasks)
{
    /// <summary>Gets the tasks that follow; <see langword="null"/> when there are none.</summary>
    public string? Cursor { get; init; }

    /// <summary>When there are fewer tasks than asked for although older ones may exist: how far back was looked.</summary>
    public DateTimeOffset? SearchedBackTo { get; init; }

    /// <summary>The providers that could not be asked for a list, each with the reason.</summary>
    public IReadOnlyList<NotListed> NotListed { get; init; } = [];

    /// <summary>The providers whose list could not be read, one fault each.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The providers whose list was not newest first, and not read to its end: newer tasks may be missing.</summary>
    public IReadOnlyList<string> Unordered { get; init; } = [];

    /// <summary>The kinds whose lists were read, where a provider has one for each; empty otherwise.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];
}

/// <summary>A provider without a list.</summary>
internal sealed record NotListed(string Provider, string Why);
