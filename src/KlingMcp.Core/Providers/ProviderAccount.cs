namespace KlingMcp.Providers;

/// <summary>A provider that has a key.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Keys">The kind of key in use.</param>
/// <param name="Credentials">The key and the optional variables.</param>
/// <param name="BaseAddress">The base address, without a slash at the end.</param>
internal sealed record ProviderAccount(ProviderDescriptor Provider, KeyScheme Keys, Credentials Credentials, string BaseAddress)
{
    public string Name => Provider.Name;

    public LookupApi Api => Keys.Api;

    /// <summary>
    /// The base address of <see cref="Lists"/>, without a slash at the end; <see langword="null"/> where it is not known.
    /// </summary>
    public string? ListAddress { get; init; } = BaseAddress;

    /// <summary>The lists that can be asked.</summary>
    public IReadOnlyList<TaskList> Lists => ListAddress is null ? [] : Api.Lists;

    /// <summary>The variables of the key, for messages.</summary>
    public string KeyVariables => string.Join(" and ", Keys.Variables);

    /// <summary>
    /// A version such as <c>/v1</c> in the path of a configured base address; <see langword="null"/> if there is none, or if the
    /// default address has one too.
    /// </summary>
    public string? AddedVersionPath => VersionIn(Provider.DefaultAddress) is null ? VersionIn(BaseAddress) : null;

    private static string? VersionIn(string address) =>
        new Uri(address).Segments.Select(static s => s.TrimEnd('/')).FirstOrDefault(static s => s is ['v' or 'V', >= '0' and <= '9'])
            is { } version ? $"/{version}" : null;
}
