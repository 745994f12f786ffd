using System.Text.Json.Serialization;

namespace KlingMcp.Answers;

/// <summary>One task as an agent reads it. What is <see langword="null"/> is absent.</summary>
internal sealed record TaskSummary
{
    /// <summary>Only among several tasks, where it differs from <see cref="Task"/>.</summary>
    public string? Asked { get; init; }

    public required string Task { get; init; }

    public required string TaskId { get; init; }

    public required string Provider { get; init; }

    public required string Status { get; init; }

    public required bool Done { get; init; }

    public string? ProviderStatus { get; init; }

    public string? Kind { get; init; }

    public string? Model { get; init; }

    public int? Progress { get; init; }

    public int? EtaSeconds { get; init; }

    public string? CreatedAt { get; init; }

    public string? FinishedAt { get; init; }

    public IReadOnlyList<OutputSummary>? Outputs { get; init; }

    public ErrorSummary? Error { get; init; }

    public string? ExternalId { get; init; }

    public string? Prompt { get; init; }

    public string? Parent { get; init; }

    public string? Cost { get; init; }

    public int? WaitedSeconds { get; init; }

    public bool? TimedOut { get; init; }

    public string? LastReadError { get; init; }

    public string? Next { get; init; }
}

/// <summary>One output of a task.</summary>
internal sealed record OutputSummary
{
    public required string Type { get; init; }

    public string? Url { get; init; }

    public string? Id { get; init; }

    public double? DurationSeconds { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public bool? Watermarked { get; init; }

    public string? ExpiresAt { get; init; }

    public string? WatermarkedUrl { get; init; }

    public string? CoverUrl { get; init; }

    public string? WavUrl { get; init; }

    public string? Name { get; init; }
}

/// <summary>A failed task's reason, or a lookup that could not be made.</summary>
internal sealed record ErrorSummary
{
    public required string Category { get; init; }

    public string? Provider { get; init; }

    public int? HttpStatus { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public bool? Retryable { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public IReadOnlyList<AskedSummary>? Asked { get; init; }

    public IReadOnlyList<string>? Candidates { get; init; }

    public string? Hint { get; init; }
}

/// <summary>One provider's part in a search.</summary>
internal sealed record AskedSummary(string Provider, string Category);

/// <summary>The root of an answer that is no task.</summary>
internal sealed record FailureSummary(ErrorSummary Error);

/// <summary>Several tasks.</summary>
internal sealed record BatchSummary
{
    public required IReadOnlyList<TaskSummary> Tasks { get; init; }

    public required IReadOnlyList<FailedLookup> Errors { get; init; }

    public required int Finished { get; init; }

    public required int Running { get; init; }

    public required int FailedLookups { get; init; }

    public int? WaitedSeconds { get; init; }

    public bool? TimedOut { get; init; }

    public string? Next { get; init; }
}

/// <summary>One of several tasks that could not be looked up.</summary>
internal sealed record FailedLookup(string Asked, ErrorSummary Error);

/// <summary>All providers.</summary>
internal sealed record ProvidersSummary(IReadOnlyList<ProviderSummary> Providers);

/// <summary>One provider.</summary>
internal sealed record ProviderSummary
{
    public required string Provider { get; init; }

    public required bool Configured { get; init; }

    public required string Variable { get; init; }

    public string? BaseUrl { get; init; }

    public bool? ExternalIds { get; init; }

    public string? Key { get; init; }

    public string? Hint { get; init; }
}

/// <summary>Writes the summaries: snake_case, nothing that is null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TaskSummary))]
[JsonSerializable(typeof(BatchSummary))]
[JsonSerializable(typeof(FailureSummary))]
[JsonSerializable(typeof(ProvidersSummary))]
internal sealed partial class AnswersJson : JsonSerializerContext;
