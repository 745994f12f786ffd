using System.Globalization;

namespace KlingMcp.Server.Cluster;

internal enum MessageKind
{
    /// <summary>A new state of a task.</summary>
    State,

    /// <summary>Somebody wants a task read soon.</summary>
    ReadSoon,

    /// <summary>Nobody polls a task any more.</summary>
    Free,

    /// <summary>A provider says that a task has changed.</summary>
    Nudge,

    /// <summary>A provider asked for a pause.</summary>
    Pause,
}

/// <summary>What replicas tell each other.</summary>
/// <param name="Kind">What it is about.</param>
internal sealed record ReplicaMessage(MessageKind Kind)
{
    public const string ReadSoon = "r";

    public const string Free = "f";

    /// <summary>How often the lease had been taken when the state was written.</summary>
    public long Epoch { get; init; }

    /// <summary>Counts the states of an epoch.</summary>
    public int Number { get; init; }

    /// <summary>The state.</summary>
    public string? Json { get; init; }

    /// <summary>The id of a task that has changed.</summary>
    public string? Id { get; init; }

    public TimeSpan Pause { get; init; }

    public static string State(long epoch, int number, string json) =>
        string.Create(CultureInfo.InvariantCulture, $"s{epoch}:{number}:{json}");

    public static string Nudge(string id) => $"n{id}";

    public static string PauseFor(TimeSpan pause) => string.Create(CultureInfo.InvariantCulture, $"p{(long)pause.TotalMilliseconds}");

    /// <summary><see langword="null"/> for what no replica of this version says.</summary>
    public static ReplicaMessage? Read(string? text) => text switch
    {
        ReadSoon => new(MessageKind.ReadSoon),
        Free => new(MessageKind.Free),
        ['n', .. { Length: > 0 } id] => new(MessageKind.Nudge) { Id = id },
        ['p', .. var digits] when long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var pause)
            && pause <= int.MaxValue => new(MessageKind.Pause) { Pause = TimeSpan.FromMilliseconds(pause) },
        ['s', .. var rest] when rest.Split(':', 3) is [var epoch, var number, var json]
            && long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var e)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            => new(MessageKind.State) { Epoch = e, Number = n, Json = json },
        _ => null,
    };
}
