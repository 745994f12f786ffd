using System.Globalization;
using KlingMcp.Domain;

namespace KlingMcp.Answers;

/// <summary>Turns what was read into what is told.</summary>
internal static class Summarize
{
    /// <summary>A task.</summary>
    /// <param name="task">As read.</param>
    /// <param name="full">Also what few need.</param>
    /// <param name="next">What to do; <see langword="null"/> for nothing.</param>
    public static TaskSummary Task(KlingTask task, bool full, string? next) => new()
    {
        Task = task.Reference.ToString(),
        TaskId = task.Reference.Id,
        Provider = task.Reference.Provider,
        Status = task.Status.Word,
        Done = task.Status.IsFinal,
        ProviderStatus = (full || task.Status is KlingTaskStatus.Unknown) && task.ProviderStatus.Length > 0 ? task.ProviderStatus : null,
        Kind = task.Kind,
        Model = task.Model,
        Progress = task.Progress,
        EtaSeconds = task.EtaSeconds,
        CreatedAt = Time(task.CreatedAt),
        FinishedAt = Time(task.FinishedAt),
        Outputs = task.Outputs.Count > 0 ? [.. task.Outputs.Select(o => Output(o, full))] : null,
        Error = task.Failure is { } failure ? Failure(failure, task.Reference.Provider) : null,
        ExternalId = full ? task.ExternalId : null,
        Prompt = full ? task.Prompt : null,
        Parent = full ? task.Parent : null,
        Cost = full ? task.Cost : null,
        Next = next,
    };

    /// <summary>A lookup that could not be made.</summary>
    public static ErrorSummary Error(Fault fault) => new()
    {
        Category = fault.Category.Word,
        Provider = fault.Provider,
        HttpStatus = fault.HttpStatus,
        Code = fault.Code,
        Message = fault.ProviderText ?? Advice.Sentence(fault),
        Retryable = fault.IsTransient,
        RetryAfterSeconds = fault.RetryAfter is { } pause ? Seconds.Up(pause) : null,
        Asked = fault.Asked is { } asked ? [.. asked.Select(static a => new AskedSummary(a.Provider, a.Category.Word))] : null,
        Candidates = fault.Candidates,
        Hint = Advice.For(fault),
    };

    /// <summary>RFC 3339, UTC, whole seconds.</summary>
    public static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static OutputSummary Output(KlingOutput output, bool full) => new()
    {
        Type = Word(output.Type),
        Url = output.Url,
        Id = output.Id,
        DurationSeconds = output.DurationSeconds,
        Width = output.Width,
        Height = output.Height,
        Watermarked = output.Watermarked ? true : null,
        ExpiresAt = Time(MediaAddress.ExpiryOf(output.Url)),
        WatermarkedUrl = full ? output.WatermarkedUrl : null,
        CoverUrl = full ? output.CoverUrl : null,
        WavUrl = full ? output.WavUrl : null,
        Name = full ? output.Name : null,
    };

    private static ErrorSummary Failure(TaskFailure failure, string provider) => new()
    {
        Category = failure.Category.Word,
        Code = failure.Code,
        Message = failure.Message,
        Retryable = failure.Retryable,
        Hint = Advice.For(failure, provider),
    };

    /// <summary>The word of a type on the wire and in the text.</summary>
    public static string Word(OutputType type) => type switch
    {
        OutputType.Image => "image",
        OutputType.Audio => "audio",
        OutputType.Voice => "voice",
        OutputType.Element => "element",
        _ => "video",
    };
}
