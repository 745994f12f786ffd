using System.Globalization;
using KlingMcp.Domain;

namespace KlingMcp.Lookups;

/// <summary>The arguments of a list as the caller wrote them; <see langword="null"/> where there are none.</summary>
internal sealed record ListArguments
{
    public string? Provider { get; init; }

    /// <summary>A status, or <c>running</c> for queued and processing.</summary>
    public string? Status { get; init; }

    /// <summary>RFC 3339, a date, or an age such as <c>30m</c>, <c>24h</c> or <c>7d</c>.</summary>
    public string? Since { get; init; }

    /// <summary>1 to <see cref="ListQuery.MaxLimit"/>.</summary>
    public int? Limit { get; init; }

    /// <summary>What an earlier answer gave.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Which tasks to list.</summary>
/// <param name="Provider">The only provider; <see langword="null"/> for all.</param>
/// <param name="Statuses">The states; empty for all.</param>
/// <param name="Since">Made at this time or later; <see langword="null"/> for no bound.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record ListQuery(string? Provider, IReadOnlyList<KlingTaskStatus> Statuses, DateTimeOffset? Since, int Limit)
{
    public const int MaxLimit = 50;
    public const int DefaultLimit = 10;

    /// <summary>The words of <see cref="ListArguments.Status"/>.</summary>
    public static IReadOnlyList<string> StatusWords { get; } =
        ["running", .. Enum.GetValues<KlingTaskStatus>().OrderBy(static s => s is KlingTaskStatus.Unknown).Select(static s => s.Word)];

    /// <summary>The same filters give the same text. A cursor is bound to it.</summary>
    public string Filters { get; private init; } = "";

    public bool Has(KlingTaskStatus status) => Statuses.Count == 0 || Statuses.Contains(status);

    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">As the caller wrote them.</param>
    /// <param name="names">Knows the providers.</param>
    /// <param name="now">The time, for an age.</param>
    public static Result<ListQuery> Read(ListArguments arguments, ProviderNames names, DateTimeOffset now)
    {
        var named = arguments.Provider is { } name && !ProviderNames.IsIgnored(name) ? name : null;
        var provider = named is null ? null : names.Find(named)?.Name;
        if (named is not null && provider is null) return names.Unknown(named);
        if (arguments.Status is { } status && !StatusWords.Contains(status.ToLowerInvariant()))
            return Refused($"status cannot be \"{VisibleText.Clean(status, 80)}\"", $"It is one of {string.Join(", ", StatusWords)}.");
        if (arguments.Limit is < 1 or > MaxLimit) return Refused($"limit is {arguments.Limit}", $"Give 1 to {MaxLimit}.");

        var since = arguments.Since is { } text ? TimeIn(text.Trim(), now) : null;
        if (arguments.Since is not null && since is null)
            return Refused("since is not a time", "Give an age (30m, 24h, 7d), a date, or RFC 3339 (2026-11-27T08:00:00Z).");

        return new ListQuery(provider, StatusesOf(arguments.Status), since, arguments.Limit ?? DefaultLimit)
        {
            Filters = $"{provider} {arguments.Status?.ToLowerInvariant()} {arguments.Since?.Trim()}",
        };
    }

    private static Fault Refused(string message, string hint) => new(FaultCategory.InvalidInput, message) { Hint = hint };

    private static IReadOnlyList<KlingTaskStatus> StatusesOf(string? word) => word?.ToLowerInvariant() switch
    {
        null => [],
        "running" => [KlingTaskStatus.Queued, KlingTaskStatus.Processing],
        var other => [.. Enum.GetValues<KlingTaskStatus>().Where(s => s.Word == other)],
    };

    private static DateTimeOffset? TimeIn(string text, DateTimeOffset now)
    {
        if (text is [.. var digits, 's' or 'm' or 'h' or 'd' or 'w']
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            var unit = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(1),
                'm' => TimeSpan.FromMinutes(1),
                'h' => TimeSpan.FromHours(1),
                'd' => TimeSpan.FromDays(1),
                _ => TimeSpan.FromDays(7),
            };
            var most = TimeSpan.FromDays(3650);
            return now - (count * unit.TotalDays > most.TotalDays ? most : count * unit);
        }

        return text is [_, _, _, _, '-', ..]
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
    }
}
