using System.Text.Json;
using System.Text.Json.Serialization;
using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Answers;

/// <summary>Writes the models: snake_case, without members that are null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(SnakeCaseEnumConverter<KlingTaskStatus>),
        typeof(SnakeCaseEnumConverter<OutputType>),
        typeof(SnakeCaseEnumConverter<KeyState>),
        typeof(SnakeCaseEnumConverter<TaskSource>),
    ])]
[JsonSerializable(typeof(TaskSummary))]
[JsonSerializable(typeof(BatchSummary))]
[JsonSerializable(typeof(TaskListSummary))]
[JsonSerializable(typeof(SaveSummary))]
[JsonSerializable(typeof(FailureSummary))]
[JsonSerializable(typeof(ProvidersSummary))]
internal sealed partial class AnswersJson : JsonSerializerContext;

/// <summary>Writes an enumeration as its words in snake_case.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;

/// <summary>The field is part of a wait's answer only.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WaitOnlyAttribute : Attribute;

/// <summary>The schema names only the required fields of the list's items, to save tokens.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BriefInSchemaAttribute : Attribute;
