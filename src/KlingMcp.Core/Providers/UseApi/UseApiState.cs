using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.UseApi;

/// <summary>
/// The state of a task at useapi (<see href="https://useapi.net/docs/api-kling-v1"/>): a number, a name and a flag, which are
/// repeated at the root, in <c>task</c> and in each of <c>works</c>.
/// </summary>
/// <param name="Status">The state.</param>
/// <param name="Word">The name, else the number; empty if only the flag is reported.</param>
/// <param name="Number">The number; missing if not reported.</param>
internal sealed record UseApiState(KlingTaskStatus Status, string Word, Json Number)
{
    /// <summary>
    /// The state at the root, with gaps filled from <c>task</c>; else that of the works; <see langword="null"/> if there is none.
    /// Of several works an unfinished one counts.
    /// </summary>
    public static UseApiState? In(Json body) =>
        Of(Parts.At(body).FilledFrom(Parts.At(body["task"])))
        ?? body["works"].Items.Select(static work => Of(Parts.At(work))).OfType<UseApiState>()
            .OrderBy(static state => state.Status.IsFinal).ThenBy(static state => state.Status).FirstOrDefault();

    private static UseApiState? Of(Parts parts) => parts is { IsFinal: null, Name.Exists: false, Number.Exists: false }
        ? null
        : new(StatusOf(parts.IsFinal, parts.Name, parts.Number.Whole), Json.First(parts.Name, parts.Number).Text ?? "", parts.Number);

    /// <summary>The flag decides first, then the name, then the number.</summary>
    private static KlingTaskStatus StatusOf(bool? isFinal, Json name, long? number)
    {
        var named = StateWords.Read(name.RawText);
        var told = name.Exists ? named : StatusOf(number);
        return isFinal switch
        {
            true when named is KlingTaskStatus.Succeeded || (named is KlingTaskStatus.Unknown && number is 99) => KlingTaskStatus.Succeeded,
            true => KlingTaskStatus.Failed,
            false => told.IsFinal ? KlingTaskStatus.Unknown : told,
            null => told,
        };
    }

    /// <summary>53, 54 and 58 are failures only if the flag says that they are final.</summary>
    private static KlingTaskStatus StatusOf(long? number) => number switch
    {
        5 => KlingTaskStatus.Queued,
        10 => KlingTaskStatus.Processing,
        99 => KlingTaskStatus.Succeeded,
        6 or 7 or 9 or 50 => KlingTaskStatus.Failed,
        _ => KlingTaskStatus.Unknown,
    };

    /// <summary>The three parts of the state at one place.</summary>
    private readonly record struct Parts(bool? IsFinal, Json Name, Json Number)
    {
        public static Parts At(Json place) => new(
            place["status_final"].Flag,
            Json.First(place["status_name"]),
            place["status"].Whole is null ? default : place["status"]);

        /// <summary>Fills gaps from another place, unless that place names another state.</summary>
        public Parts FilledFrom(Parts other) =>
            Name.Exists && other.Name.Exists && !Name.RawText!.Equals(other.Name.RawText, StringComparison.OrdinalIgnoreCase)
                ? this
                : new(IsFinal ?? other.IsFinal, Name.Exists ? Name : other.Name, Number.Exists ? Number : other.Number);
    }
}
