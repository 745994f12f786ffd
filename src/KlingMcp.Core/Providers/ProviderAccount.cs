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

    /// <summary>The variables of the key, for messages.</summary>
    public string KeyVariables => string.Join(" and ", Keys.Variables);
}
