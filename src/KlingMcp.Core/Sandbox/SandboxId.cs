using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>
/// An id that says what becomes of its task: <c>sandbox-WORD-SECONDS</c>, perhaps with more behind it to tell several apart (<c>sandbox-ok-20-shot-3</c>).
/// </summary>
/// <param name="Word">One of <see cref="Words"/>.</param>
/// <param name="After">How long after the first look the task is final; none when the id does not say.</param>
internal sealed record SandboxId(string Word, TimeSpan After)
{
    /// <summary><c>ok</c> succeeds, <c>fail</c> fails at moderation, <c>money</c> for want of credit, <c>gone</c> is not there, <c>busy</c> is refused once with 429 and then succeeds.</summary>
    public static IReadOnlyList<string> Words { get; } = ["ok", "fail", "money", "gone", "busy"];

    /// <summary>No task takes longer, in seconds.</summary>
    private const int Longest = 86_400;

    public bool IsGone => Word is "gone";

    public bool IsBusyAtFirst => Word is "busy";

    /// <summary>Reads an id, in any case; <see langword="null"/> for any other.</summary>
    public static SandboxId? Read(string id)
    {
        if (id.ToLowerInvariant().Split('-') is not ["sandbox", var word, .. var rest] || !Words.Contains(word)) return null;

        var seconds = rest.Length > 0 && int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? Math.Min(told, Longest) : 0;
        return new(word, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>The task at one moment: queued for the first quarter of its time, then at work, then final.</summary>
    /// <param name="id">The id as it was written.</param>
    /// <param name="created">When it was first looked at.</param>
    /// <param name="now">The moment.</param>
    public SandboxTask At(string id, DateTimeOffset created, DateTimeOffset now)
    {
        var age = now - created;
        var status = age >= After ? Outcome : age < After / 4 ? KlingTaskStatus.Queued : KlingTaskStatus.Processing;
        var changed = status switch
        {
            { IsFinal: true } => After,
            KlingTaskStatus.Queued => TimeSpan.Zero,
            _ => After / 4,
        };
        return new(id, status, created, created + changed)
        {
            Failure = Word is "money" ? FaultCategory.InsufficientCredit : FaultCategory.Moderation,
            EtaSeconds = status.IsFinal ? null : (int)Math.Ceiling((After - age).TotalSeconds),
            Url = $"https://sandbox.invalid/{id}.mp4",
        };
    }

    private KlingTaskStatus Outcome => Word is "fail" or "money" ? KlingTaskStatus.Failed : KlingTaskStatus.Succeeded;
}
