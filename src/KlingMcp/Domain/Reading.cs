using System.Diagnostics.CodeAnalysis;

namespace KlingMcp.Domain;

/// <summary>What one answer says of one task: the task, or why there is none.</summary>
internal sealed class Reading
{
    private Reading(KlingTask? task, Fault? fault) => (Task, Fault) = (task, fault);

    /// <summary>The task; <see langword="null"/> where there is a <see cref="Fault"/>.</summary>
    public KlingTask? Task { get; }

    /// <summary>The fault; <see langword="null"/> where there is a <see cref="Task"/>.</summary>
    public Fault? Fault { get; }

    /// <summary>There is a task.</summary>
    [MemberNotNullWhen(true, nameof(Task))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool Found => Task is not null;

    public static implicit operator Reading(KlingTask task) => new(task, null);

    public static implicit operator Reading(Fault fault) => new(null, fault);
}
