using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>Reads what a caller wrote for a task: a bare id, a reference <c>provider:[kind/]id</c>, or a lookup address. Asks nobody.</summary>
/// <param name="providers">All there are.</param>
/// <param name="accounts">Those that have a key.</param>
/// <param name="bases">Where each provider is asked, or would be if it had a key, by its name.</param>
/// <param name="secrets">What must not be sent to anyone for an id.</param>
internal sealed class QueryParser(
    IReadOnlyList<ProviderDescriptor> providers, IReadOnlyList<ProviderAccount> accounts, IReadOnlyDictionary<string, string> bases, IReadOnlyList<string> secrets)
{
    /// <summary>A shorter key may be part of an id by chance.</summary>
    private const int ShortestKey = 8;

    private const string Grammar = "An id has 1 to 128 letters, digits or - _ . ~ @ + = *";

    private readonly AddressParser addresses = new(providers, bases);

    /// <summary>The query, or why there is none.</summary>
    /// <param name="asked">The text of <c>task_id</c>.</param>
    /// <param name="provider">The <c>provider</c> argument; <see langword="null"/> for none.</param>
    public (TaskQuery? Query, Fault? Fault) Parse(string asked, string? provider)
    {
        var text = asked.Trim();

        // the query of an address is not sent; useapi's own holds the e-mail
        if (HoldsKey(text.Split('?')[0])) return (null, AKey);

        var named = provider is null ? null : Find(provider);
        if (provider is not null && named is null) return (null, UnknownProvider(provider));
        if (text.Contains("://", StringComparison.Ordinal))
        {
            var (addressed, refused) = addresses.Parse(text, named);
            return addressed is null ? (null, refused) : Checked(text, addressed);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return Checked(text, new(text, text) { Provider = named });

        if (Find(text[..colon]) is not { } prefix) return (null, UnknownProvider(text[..colon]));
        if (named is not null && named != prefix)
            return (null, Refused($"provider says {named.Name}, but {Quoted(text)} is a task at {prefix.Name}", "Leave provider out, or make the two agree."));

        var rest = text[(colon + 1)..];
        var slash = rest.LastIndexOf('/');
        return Checked(text, new(text, rest[(slash + 1)..].Trim()) { Provider = prefix, Kind = slash < 0 ? null : rest[..slash] });
    }

    /// <summary>Why the <c>provider</c> argument cannot be used; <see langword="null"/> when it can, or there is none.</summary>
    public Fault? RefusalOf(string? provider) => provider is null || Find(provider) is not null ? null : UnknownProvider(provider);

    private static Fault AKey =>
        Refused("this is a key, not a task id, and was sent to nobody", "Give the id of the task; keys stand in the MCP host's configuration only.");

    private bool HoldsKey(string text) => secrets.Any(key => key.Length >= ShortestKey && text.Contains(key, StringComparison.OrdinalIgnoreCase));

    private static Fault Refused(string message, string hint) => new(FaultCategory.InvalidInput, message) { Hint = hint };

    private static string Quoted(string text) => $"\"{VisibleText.Clean(text, 80)}\"";

    private ProviderDescriptor? Find(string name) => providers.FirstOrDefault(p => p.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    private Fault UnknownProvider(string name)
    {
        var names = providers.Select(static p => p.Name).ToArray();
        var meant = NearestWord.To(name, names) is { } nearest ? $"Did you mean {nearest}? " : "";
        return Refused($"{Quoted(name)} is no provider", $"{meant}Providers: {string.Join(", ", names)}.");
    }

    /// <summary>The grammar of the id and the kind, whoever wrote them.</summary>
    private (TaskQuery? Query, Fault? Fault) Checked(string text, TaskQuery query)
    {
        var isValid = TaskId.IsValid(query.Id);
        if (HoldsKey(isValid ? query.Id : text)) return (null, AKey);
        if (!isValid)
        {
            var hint = text.Contains('/', StringComparison.Ordinal) && query.Provider is null
                ? $"{Grammar}; a kind goes behind the provider's name: official:videos/image2video/ID."
                : $"{Grammar}; give it bare, as provider:ID, or as the lookup address.";
            return (null, Refused(text.Length == 0 ? "the task id is empty" : $"{Quoted(text)} is no task id", hint));
        }

        if (query.Kind is null || query.Provider is null) return (query, null);

        // who has no account is not asked, so only the kinds of the preferred way matter then
        var api = accounts.FirstOrDefault(a => a.Provider == query.Provider)?.Api ?? query.Provider.Keys[0].Api;
        var known = api.Kinds.Count > 0 ? api.Kinds : api.OptionalKinds;
        if (known.FirstOrDefault(k => k.Equals(query.Kind, StringComparison.OrdinalIgnoreCase)) is { } kind) return (query with { Kind = kind }, null);
        if (api.Kinds.Count == 0) return (query with { Kind = null }, null);
        if (!IsPath(query.Kind)) return (null, Refused($"{Quoted(query.Kind)} is no kind of task", "A kind is a path such as videos/image2video."));

        var meant = known.FirstOrDefault(k => k.EndsWith($"/{query.Kind}", StringComparison.OrdinalIgnoreCase)) ?? NearestWord.To(query.Kind, known);
        return (null, Refused(
            $"{Quoted(query.Kind)} is no kind of task at {query.Provider.Name}",
            $"{(meant is null ? "" : $"Did you mean {meant}? ")}Or leave the kind out: {query.Provider.Name}:{query.Id} is searched under every kind."));
    }

    private static bool IsPath(string kind) =>
        kind.Length <= 100 && kind.Split('/').All(static s => s.Length > 0 && s.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
