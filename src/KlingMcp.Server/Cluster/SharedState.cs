using System.Text.Json;
using System.Text.Json.Serialization;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// A snapshot as it is kept in Redis: status, times and faults only. No address, no prompt, no text of a provider. What is read is checked
/// like a provider's answer.
/// </summary>
/// <param name="Status">The status.</param>
/// <param name="IsOver">No further read follows.</param>
internal sealed record SharedState(KlingTaskStatus? Status, bool IsOver)
{
    public string? Id { get; init; }

    /// <summary>The kind in the reference.</summary>
    public string? Place { get; init; }

    public string? Kind { get; init; }

    /// <summary>The provider's word for the status.</summary>
    public string? Word { get; init; }

    public int? Progress { get; init; }

    /// <summary>In seconds.</summary>
    public int? Eta { get; init; }

    /// <summary>In Unix milliseconds.</summary>
    public long? Created { get; init; }

    /// <summary>In Unix milliseconds.</summary>
    public long? Finished { get; init; }

    public FaultCategory? Fault { get; init; }

    /// <summary>The HTTP status of the fault.</summary>
    public int? Http { get; init; }

    /// <summary>In milliseconds.</summary>
    public long? RetryAfter { get; init; }

    /// <summary>Until the next read, in milliseconds.</summary>
    public long? NextIn { get; init; }

    public static SharedState From(Snapshot snapshot) => new(snapshot.Task?.Status, snapshot.IsOver)
    {
        Id = snapshot.Task?.Reference.Id,
        Place = snapshot.Task?.Reference.Kind,
        Kind = Plain(snapshot.Task?.Kind),
        Word = Plain(snapshot.Task?.ProviderStatus),
        Progress = snapshot.Task?.Progress,
        Eta = snapshot.Task?.EtaSeconds,
        Created = snapshot.Task?.CreatedAt?.ToUnixTimeMilliseconds(),
        Finished = snapshot.Task?.FinishedAt?.ToUnixTimeMilliseconds(),
        Fault = snapshot.Fault?.Category,
        Http = snapshot.Fault?.HttpStatus,
        RetryAfter = (long?)snapshot.Fault?.RetryAfter?.TotalMilliseconds,
        NextIn = (long?)snapshot.NextIn?.TotalMilliseconds,
    };

    /// <summary>What is remembered of a task after nobody waits for it any more.</summary>
    public static SharedState From(TaskRow row) => new(row.Status, row.Status.IsFinal)
    {
        Id = row.Reference.Id,
        Place = row.Reference.Kind,
        Kind = row.Kind,
        Created = row.Created,
        Finished = row.Finished,
    };

    /// <summary>The state in a value of Redis; <see langword="null"/> if it is not one.</summary>
    public static SharedState? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, SharedJson.Default.SharedState);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, SharedJson.Default.SharedState);

    /// <summary>The snapshot for those who wait here; <see langword="null"/> if the state cannot be one of this account's.</summary>
    /// <param name="account">Whose task it is.</param>
    /// <param name="filter">Knows the keys.</param>
    public Snapshot? ToSnapshot(ProviderAccount account, TextFilter filter)
    {
        if (Status is null && Fault is null) return null;

        KlingTask? task = null;
        if (Status is { } status)
        {
            if (Id is null || !TaskRow.IsId(Id, filter)) return null;
            if (Place is not null && Plain(Place) is null) return null;

            task = new(new(account.Name, Place, Id), status, Plain(Word) ?? status.Word)
            {
                Kind = Plain(Kind),
                Progress = Progress is >= 0 and <= 100 ? Progress : null,
                EtaSeconds = Eta is >= 0 ? Eta : null,
                CreatedAt = TimeOf(Created),
                FinishedAt = TimeOf(Finished),
            };
        }

        var fault = Fault is not { } category || !Enum.IsDefined(category) ? null : new Fault(category)
        {
            Provider = account.Name,
            KeyVariables = account.KeyVariables,
            HttpStatus = Http,
            RetryAfter = RetryAfter is > 0 and var pause ? TimeSpan.FromMilliseconds(Math.Min(pause, int.MaxValue)) : null,
        };
        return new(task, fault, IsOver, Reads: 0);
    }

    public static DateTimeOffset? TimeOf(long? milliseconds) => milliseconds is > 0 and < 253_402_300_800_000
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value)
        : null;

    /// <summary>A word of a provider that cannot be anything else.</summary>
    private static string? Plain(string? word) => word is not null && TaskRow.IsKind(word) ? word : null;
}

/// <summary>Reads and writes what Redis holds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SharedState))]
[JsonSerializable(typeof(MemoryRow))]
internal sealed partial class SharedJson : JsonSerializerContext;
