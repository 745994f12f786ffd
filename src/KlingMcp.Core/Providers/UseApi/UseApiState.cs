using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>The state that useapi writes three times over, as a number, a name and a flag: at the root, in <c>task</c> and in each of <c>works</c>.</summary>
/// <param name="Status">In our vocabulary.</param>
/// <param name="Word">The name, else the number; empty when only the flag is told.</param>
/// <param name="Number">The number; <see langword="null"/> when not told.</param>
internal sealed record UseApiState(KlingTaskStatus Status, string Word, long? Number)
{
    /// <summary>
    /// From the root, with what it leaves out from <c>task</c>, else from the works; <see langword="null"/> when no place tells one. Of several works the
    /// unfinished ones come first.
    /// </summary>
    public static UseApiState? In(Json body) =>
        Of(Told.At(body).FilledFrom(Told.At(body["task"])))
        ?? body["works"].Items.Select(static work => Of(Told.At(work))).OfType<UseApiState>()
            .OrderBy(static state => state.Status.IsFinal).ThenBy(static state => state.Status).FirstOrDefault();

    private static UseApiState? Of(Told told) =>
        told is { IsFinal: null, Name: null, Number: null } ? null : new(StatusOf(told.IsFinal, told.Name, told.Number), told.Name ?? $"{told.Number}", told.Number);

    /// <summary>The flag is believed first, then the name, then the number.</summary>
    private static KlingTaskStatus StatusOf(bool? isFinal, string? name, long? number)
    {
        var named = StateWords.Read(name);
        return isFinal switch
        {
            true when named is KlingTaskStatus.Succeeded || (named is KlingTaskStatus.Unknown && number is 99) => KlingTaskStatus.Succeeded,
            true => KlingTaskStatus.Failed,
            false => Worded() is { IsFinal: false } running ? running : KlingTaskStatus.Unknown,
            null => Worded(),
        };

        KlingTaskStatus Worded() => name is null ? Numbered(number) : named;
    }

    /// <summary>53, 54 and 58 are failures only where the flag says that they are final.</summary>
    private static KlingTaskStatus Numbered(long? number) => number switch
    {
        5 => KlingTaskStatus.Queued,
        10 => KlingTaskStatus.Processing,
        99 => KlingTaskStatus.Succeeded,
        6 or 7 or 9 or 50 => KlingTaskStatus.Failed,
        _ => KlingTaskStatus.Unknown,
    };

    /// <summary>What one place tells.</summary>
    private readonly record struct Told(bool? IsFinal, string? Name, long? Number)
    {
        public static Told At(Json place) => new(place["status_final"].Flag, place["status_name"].Text, place["status"].Whole);

        /// <summary>What is not told here, from another place that does not call the state by another name.</summary>
        public Told FilledFrom(Told other) => Name is not null && other.Name is not null && !Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)
            ? this
            : new(IsFinal ?? other.IsFinal, Name ?? other.Name, Number ?? other.Number);
    }
}
