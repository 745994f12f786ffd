using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>
/// Where a list continues: the time of the last task that was listed, the tasks of exactly that time, and for lists that are elsewhere
/// their own position. Written and read only here; opaque to everybody else.
/// </summary>
/// <param name="Until">What was made later has been listed. Unix milliseconds.</param>
/// <param name="Told">The ids of the tasks made at <paramref name="Until"/> that have been listed.</param>
internal sealed record ListCursor(long Until, IReadOnlyList<string> Told)
{
    /// <summary>Longer text is not one.</summary>
    private const int MaxLength = 16 * 1024;

    private const string Version = "1";

    /// <summary>The start: nothing has been listed.</summary>
    public static ListCursor Start { get; } = new(long.MaxValue, []);

    /// <summary>By <see cref="KeyOf"/>, the lists that go on at a page, or that failed and stay where they were.</summary>
    public IReadOnlyDictionary<string, ListPlace> Places { get; init; } = new Dictionary<string, ListPlace>();

    public static string KeyOf(string provider, TaskList list) => $"{provider}/{list.Name}";

    /// <summary>The place of a list.</summary>
    public ListPlace PlaceOf(string key) => Places.GetValueOrDefault(key) is { } own
        ? own with { Until = own.Until ?? Until, Told = own.Until is null ? Told : own.Told }
        : new(Until, Told, null);

    /// <summary>The text for the caller.</summary>
    /// <param name="binding">What <see cref="Bind"/> gave for the call.</param>
    public string Write(string binding)
    {
        string[] lines =
        [
            Version,
            binding,
            Line(Until, Told),
            .. Places.Select(static p => $"{p.Key},{Uri.EscapeDataString(p.Value.Page ?? "")},{Line(p.Value)}"),
        ];
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    /// <summary>Reads the text of a caller.</summary>
    /// <param name="text">The text; <see langword="null"/> to begin with the newest.</param>
    /// <param name="binding">What <see cref="Bind"/> gives for this call.</param>
    public static Result<ListCursor> Read(string? text, string binding)
    {
        if (text is null) return Start;
        if (text.Length > MaxLength || !Base64Url.IsValid(text)) return Broken;

        var lines = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n');
        if (lines is not [Version, var bound, var main, .. var places]) return Broken;
        if (bound != binding) return Foreign;
        if (PlaceIn(main.Split(',')) is not { Until: { } until } common) return Broken;

        Dictionary<string, ListPlace> own = [];
        foreach (var line in places)
        {
            if (line.Split(',') is not [var key, var page, .. var rest] || PlaceIn(rest) is not { } place) return Broken;
            own[key] = place with { Page = page.Length > 0 ? Uri.UnescapeDataString(page) : null };
        }

        return new ListCursor(until, common.Told) { Places = own };
    }

    /// <summary>A short text that is the same for the same filters and accounts.</summary>
    public static string Bind(ListQuery query, IEnumerable<ProviderAccount> accounts)
    {
        var parts = accounts.SelectMany(static a =>
            a.Keys.Variables.Concat(a.Provider.OptionalVariables).Select(a.Credentials.Find).Prepend(a.BaseAddress).Append(a.ListAddress));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{query.Filters}\n{string.Join('\n', parts)}"));

        // so few bytes reveal nothing about a key
        return Convert.ToHexStringLower(hash.AsSpan(0, 4));
    }

    private static Fault Broken => new(FaultCategory.InvalidInput, "the cursor is not one that a list gave, or not all of it")
    {
        Hint = "Copy it whole, or leave it out to begin with the newest task.",
    };

    private static Fault Foreign => new(FaultCategory.InvalidInput, "the cursor belongs to a list with other filters or accounts")
    {
        Hint = "Give provider, status and since as in the call that gave it, or leave it out to begin with the newest task.",
    };

    private static string Line(ListPlace place) => place.Until is { } until ? Line(until, place.Told) : "";

    private static string Line(long until, IReadOnlyList<string> told) =>
        string.Join(',', [until.ToString(CultureInfo.InvariantCulture), .. told]);

    /// <summary>An empty time means that of the cursor; <see langword="null"/> if it is none.</summary>
    private static ListPlace? PlaceIn(string[] parts) => parts switch
    {
        [""] => new(null, [], null),
        [var time, .. var told] when long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var until) =>
            new(until, told, null),
        _ => null,
    };
}

/// <summary>Where one list goes on.</summary>
/// <param name="Until">As <see cref="ListCursor.Until"/>; <see langword="null"/> for that of the cursor.</param>
/// <param name="Told">As <see cref="ListCursor.Told"/>.</param>
/// <param name="Page">The page to begin with; <see langword="null"/> for the first.</param>
internal sealed record ListPlace(long? Until, IReadOnlyList<string> Told, string? Page);
