using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Lookups;

/// <summary>
/// Parses what a caller gave for a task: a bare id, a reference <c>provider:[kind/]id</c>, or a lookup address. Sends nothing.
/// </summary>
internal sealed class QueryParser
{
    /// <summary>A shorter key may be part of an id by chance.</summary>
    private const int ShortestKey = 8;

    /// <summary>This much of a key counts as the key: one that is pasted without its beginning must not go to another provider.</summary>
    private const int ShortestPart = 12;

    private const string Grammar = "An id has 1 to 128 letters, digits or - _ . ~ @ + = *";

    private readonly IReadOnlyList<ProviderDescriptor> providers;
    private readonly IReadOnlyList<ProviderAccount> accounts;
    private readonly IReadOnlyList<string> secrets;
    private readonly AddressParser addresses;
    private readonly ProviderNames names;
    private readonly Func<string, bool> isSimulated;
    private readonly IdText idText;
    private readonly IdsInText idsInText;

    /// <param name="providers">All providers.</param>
    /// <param name="accounts">The providers that have a key.</param>
    /// <param name="bases">Each provider's base address, by its name.</param>
    /// <param name="secrets">Keys. Text that contains one is refused, so that it is not sent to a provider as an id.</param>
    /// <param name="isSimulated">Whether an id is one of the sandbox; <see langword="null"/> where those are served.</param>
    public QueryParser(
        IReadOnlyList<ProviderDescriptor> providers,
        IReadOnlyList<ProviderAccount> accounts,
        IReadOnlyDictionary<string, string> bases,
        IReadOnlyList<string> secrets,
        Func<string, bool>? isSimulated = null)
    {
        this.isSimulated = isSimulated ?? (static _ => false);
        (this.providers, this.accounts, this.secrets) = (providers, accounts, secrets);
        (addresses, names, idText, idsInText) = (new(providers, bases), new(providers), new(IsClear), new(Fits));
    }

    /// <summary>The query, or why there is none.</summary>
    /// <param name="asked">The text of <c>task_id</c>.</param>
    /// <param name="provider">The <c>provider</c> argument; <see langword="null"/> for none.</param>
    public (TaskQuery? Query, Fault? Fault) Parse(string asked, string? provider)
    {
        if (HoldsKey(asked)) return (null, IsKey);
        if (RefusalOf(provider) is { } unknown) return (null, unknown);

        var named = provider is null || ProviderNames.IsIgnored(provider) ? null : names.Find(provider);
        var note = provider is not null && named is null ? ProviderNames.IgnoredNote(provider) : null;
        var text = idText.Unwrap(asked);
        if (HoldsKey(text)) return (null, IsKey);
        if (IdPlaceholder.Is(asked) || IdPlaceholder.Is(text)) return (null, IsPlaceholder(asked));

        var (query, fault) = ParseUnwrapped(text, named);
        return query is null ? (null, fault) : (query with { Asked = asked.Trim(), Note = query.Note ?? note }, null);
    }

    /// <summary>Why the <c>provider</c> argument cannot be used; <see langword="null"/> when it can, or there is none.</summary>
    public Fault? RefusalOf(string? provider) =>
        provider is null || ProviderNames.IsIgnored(provider) || names.Find(provider) is not null ? null : names.Unknown(provider);

    private (TaskQuery? Query, Fault? Fault) ParseUnwrapped(string text, ProviderDescriptor? named)
    {
        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (text.Any(char.IsWhiteSpace)) return (null, IsNoId(text, named));

            var (addressed, refused) = addresses.Parse(text, named);
            return addressed is null ? (null, refused) : Checked(text, addressed with { Id = idText.Unwrap(addressed.Id) });
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || IsPathId(text)) return Checked(text, new(text, text) { Provider = named });

        var (prefix, rest) = (text[..colon], text[(colon + 1)..]);
        if (ProviderNames.IsIgnored(prefix))
            return Checked(text, new(text, idText.Unwrap(rest)) { Provider = named, Note = ProviderNames.IgnoredNote(prefix) });
        if (names.Find(prefix) is not { } provider)
            return (null, prefix.All(IsWordCharacter) ? names.Unknown(prefix) : IsNoId(text, named));
        if (named is not null && named != provider)
        {
            return (null, Refused(
                $"provider says {named.Name}, but {Quoted(text)} is a task at {provider.Name}",
                "Leave provider out, or make the two agree."));
        }

        if (IsPathId(idText.Unwrap(rest))) return Checked(text, new(text, idText.Unwrap(rest)) { Provider = provider });

        var slash = rest.LastIndexOf('/');
        var id = idText.Unwrap(rest[(slash + 1)..]);
        return Checked(text, new(text, id) { Provider = provider, Kind = slash < 0 ? null : rest[..slash].Trim() });
    }

    /// <summary>Whether the text is one id although it contains a colon and slashes.</summary>
    private bool IsPathId(string text) => IdForms.IsUuidWithPath(text) && providers.Any(p => p.MayOwn(text));

    private static bool IsWordCharacter(char letter) => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.';

    private static Fault IsKey =>
        Refused(
            "this is a key, not a task id; it was not sent anywhere",
            "Give the id of the task; a key belongs in its environment variable.");

    private static Fault IsPlaceholder(string text) =>
        Refused($"{Quoted(text)} is a placeholder, not a task id", "Give the id that the provider returned when the task was created.");

    private static Fault IsOfSandbox(string text) =>
        Refused(
            $"{Quoted(text)} is an id of the sandbox; it was not sent anywhere",
            "Start kling-mcp with --sandbox to try it, or give the id of a task.");

    private Fault IsNoId(string text, ProviderDescriptor? provider)
    {
        var hint = idsInText.HintFor(text)
            ?? (text.Contains('/', StringComparison.Ordinal) && provider is null
                ? $"{Grammar}; a kind goes behind the provider's name: official:videos/image2video/ID."
                : $"{Grammar}; give it bare, as provider:ID, or as the lookup address.");
        return Refused(text.Length == 0 ? "the task id is empty" : $"{Quoted(text)} is not a task id", hint) with
        {
            PersonHint = hint == IdsInText.Several ? "These are several ids: give each as an argument of its own." : null,
        };
    }

    private static Fault Refused(string message, string hint) => new(FaultCategory.InvalidInput, message) { Hint = hint };

    private static string Quoted(string text) => $"\"{VisibleText.Clean(text, 80)}\"";

    /// <summary>The query of an address is not sent, and that of useapi contains the e-mail.</summary>
    private bool HoldsKey(string text)
    {
        var sent = text.Split('?')[0];
        return secrets.Any(key =>
            (key.Length >= ShortestKey && sent.Contains(key, StringComparison.OrdinalIgnoreCase))
            || (sent.Trim().Length >= ShortestPart && IsKey(key) && key.Contains(sent.Trim(), StringComparison.OrdinalIgnoreCase)));

        static bool IsKey(string secret) => !secret.Contains('@', StringComparison.Ordinal);
    }

    private bool Fits(string id) => IdForms.IsHex32(id) || providers.Any(p => p.MayOwn(id));

    private bool IsClear(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal))
            return addresses.Matches(text) is { } found
                && found.Any(q => (TaskId.IsValid(q.Id) || IsPathId(q.Id)) && (q.External || Fits(q.Id)));

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || IsPathId(text)) return Fits(text);

        var prefix = text[..colon];
        return (ProviderNames.IsIgnored(prefix) || names.Find(prefix) is not null)
            && (Fits(text[(text.LastIndexOfAny([':', '/']) + 1)..].Trim()) || IsPathId(text[(colon + 1)..].Trim()));
    }

    /// <summary>Checks the id and the kind, whatever they came from.</summary>
    private (TaskQuery? Query, Fault? Fault) Checked(string text, TaskQuery query)
    {
        if (IdPlaceholder.Is(query.Id)) return (null, IsPlaceholder(text));
        if (isSimulated(query.Id)) return (null, IsOfSandbox(text));
        if (query.Provider is not { ExternalIds: true } && NumberText.IsLargeNumberInAnotherForm(query.Id))
            return (null, NumberText.LostDigits);

        var isValid = TaskId.IsValid(query.Id) || (IsPathId(query.Id) && query.Provider?.MayOwn(query.Id) is not false);
        if (HoldsKey(isValid ? query.Id : text)) return (null, IsKey);
        if (!isValid) return (null, IsNoId(text, query.Provider));
        if (query.Kind is null || query.Provider is null) return (query, null);

        // Most providers need no kind and would ignore a first reference in its place.
        if (query.Kind.Contains(':', StringComparison.Ordinal) || idsInText.HintFor(query.Kind) is not null)
            return (null, IsNoId(text, query.Provider));

        // A provider without an account is not asked, so only the kinds of its preferred key matter then.
        var api = accounts.FirstOrDefault(a => a.Provider == query.Provider)?.Api ?? query.Provider.Keys[0].Api;
        if (api.Kinds.Count == 0) return (query with { Kind = IsPath(query.Kind) ? api.OptionalKind(query.Kind) : null }, null);

        var known = api.Kinds;
        if (known.FirstOrDefault(k => k.Equals(query.Kind, StringComparison.OrdinalIgnoreCase)) is { } kind)
            return (query with { Kind = kind }, null);
        if (!IsPath(query.Kind))
            return (null, Refused($"{Quoted(query.Kind)} is not a kind of task", "A kind is a path such as videos/image2video."));

        var meant = known.FirstOrDefault(k => k.EndsWith($"/{query.Kind}", StringComparison.OrdinalIgnoreCase))
            ?? NearestWord.To(query.Kind, known);
        return (null, Refused(
            $"{Quoted(query.Kind)} is not a kind of task at {query.Provider.Name}",
            (meant is null ? "" : $"Did you mean {meant}? ")
                + $"Or leave the kind out: {query.Provider.Name}:{query.Id} is searched under every kind."));
    }

    private static bool IsPath(string kind) =>
        kind.Length <= 100
            && kind.Split('/').All(static s => s.Length > 0 && s.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
