using KlingMcp.Domain;
using KlingMcp.Providers;

namespace KlingMcp.Lookups;

/// <summary>
/// Parses a lookup address as a caller may have copied it. It is never fetched: the request goes to the configured base address, whatever
/// host the address has.
/// </summary>
internal sealed class AddressParser(IReadOnlyList<ProviderDescriptor> providers, IReadOnlyDictionary<string, string> bases)
{
    private const string Hint = "Give the id itself, provider:ID, or a lookup address such as https://api.piapi.ai/api/v1/task/ID.";

    /// <summary>The query, or why there is none.</summary>
    /// <param name="text">Text with <c>://</c> in it.</param>
    /// <param name="named">The provider that the caller named; <see langword="null"/> for none.</param>
    public (TaskQuery? Query, Fault? Fault) Parse(string text, ProviderDescriptor? named)
    {
        if (Parts.Of(text) is not { } parts) return Refused("this is not an http or https address", Hint);
        if (parts.HasUserInfo) return Refused("the address contains a user name or password", "Give the lookup address without it.");

        var matches = Matches(text, parts);
        var names = string.Join(" or ", matches.Select(static q => q.Provider!.Name));
        return matches switch
        {
            [] => Refused($"the address at \"{VisibleText.Clean(parts.Host, 80)}\" is not a lookup address of a known provider", Hint),
            [var only] when named is null || named == only.Provider => (only, null),
            _ when named is not null && matches.FirstOrDefault(q => q.Provider == named) is { } chosen => (chosen, null),
            _ when named is not null => Refused(
                $"provider says {named.Name}, but the address is one of {names}", "Leave provider out, or make the two agree."),
            _ => Refused($"the address may be one of {names}", "Say which with the provider argument."),
        };
    }

    /// <summary>
    /// The tasks that an address may name, at most one for each provider; <see langword="null"/> if it is not a web address.
    /// </summary>
    public IReadOnlyList<TaskQuery>? Matches(string text) => Parts.Of(text) is { } parts ? Matches(text, parts) : null;

    private TaskQuery[] Matches(string text, Parts parts) =>
    [
        .. (from provider in providers
            from place in BasesOf(provider)
            let rest = parts.Behind(place)
            where rest is not null
            let task = provider.ReadAddress(rest)
            where task is not null
            select new TaskQuery(text, task.Id) { Provider = provider, Kind = task.Kind, External = task.External })
            .DistinctBy(static q => q.Provider),
    ];

    private static (TaskQuery?, Fault?) Refused(string message, string hint) =>
        (null, new(FaultCategory.InvalidInput, message) { Hint = hint });

    private IEnumerable<string> BasesOf(ProviderDescriptor provider) =>
        [bases[provider.Name], provider.DefaultAddress, .. provider.OtherAddresses];

    /// <summary>The parts of an address as it is written; <see cref="Uri"/> would normalize its path.</summary>
    private sealed record Parts(string Scheme, string Host, int Port, bool HasUserInfo, string PathAndQuery)
    {
        public static Parts? Of(string text)
        {
            if (WebAddress.Read(text) is not { } uri) return null;

            var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
            var end = text.AsSpan(start).IndexOfAny("/?#\\") is >= 0 and var at ? start + at : text.Length;
            var hasUserInfo = uri.UserInfo.Length > 0 || text[start..end].Contains('@', StringComparison.Ordinal);
            return new(uri.Scheme, uri.Host, uri.Port, hasUserInfo, text[end..].Split('#')[0]);
        }

        /// <summary>The path after a base address; <see langword="null"/> if this address does not begin with it.</summary>
        public LookupPath? Behind(string baseAddress)
        {
            var place = new Uri(baseAddress);
            var prefix = place.AbsolutePath.TrimEnd('/');
            var isBelow = Host.Equals(place.Host, StringComparison.OrdinalIgnoreCase) && Port == place.Port
                && PathAndQuery.StartsWith($"{prefix}/", StringComparison.Ordinal);
            return isBelow ? LookupPath.Read(PathAndQuery[(prefix.Length + 1)..]) : null;
        }
    }
}
