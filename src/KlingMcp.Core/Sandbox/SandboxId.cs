using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>
/// An id that tells how its task ends: <c>sandbox-WORD-SECONDS</c>, and possibly more to tell several apart (<c>sandbox-ok-20-shot-3</c>).
/// </summary>
/// <param name="Word">One of <see cref="Words"/>.</param>
/// <param name="After">The time from the first lookup to the end of the task; zero if the id names none.</param>
internal sealed record SandboxId(string Word, TimeSpan After)
{
    /// <summary>
    /// <c>ok</c> succeeds, <c>fail</c> fails at moderation, <c>money</c> fails for insufficient credit, <c>gone</c> is not found,
    /// <c>busy</c> is refused once with 429 and then succeeds.
    /// </summary>
    public static IReadOnlyList<string> Words { get; } = ["ok", "fail", "money", "gone", "busy"];

    /// <summary>The longest time a task takes, in seconds.</summary>
    private const int MaxSeconds = 86_400;

    public bool IsGone => Word is "gone";

    public bool IsBusyAtFirst => Word is "busy";

    /// <summary>Reads an id, in any case; <see langword="null"/> if it is not one of the sandbox.</summary>
    public static SandboxId? Read(string id)
    {
        if (id.ToLowerInvariant().Split('-') is not ["sandbox", var word, .. var rest] || !Words.Contains(word)) return null;

        _ = int.TryParse(rest.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        return new(word, TimeSpan.FromSeconds(Math.Min(seconds, MaxSeconds)));
    }

    /// <summary>The task at a moment: queued for the first quarter of its time, then processing, then final.</summary>
    /// <param name="id">The id as written.</param>
    /// <param name="created">When it was first looked up.</param>
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
