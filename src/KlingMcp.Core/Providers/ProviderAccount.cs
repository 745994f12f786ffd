namespace KlingMcp.Providers;

/// <summary>A provider that can be asked: there is a key.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Keys">Which of its ways to hold a key is in use.</param>
/// <param name="Credentials">The key and what is sent along.</param>
/// <param name="BaseAddress">Where, without a slash at the end.</param>
internal sealed record ProviderAccount(ProviderDescriptor Provider, KeyScheme Keys, Credentials Credentials, string BaseAddress)
{
    public string Name => Provider.Name;

    public LookupApi Api => Keys.Api;

    /// <summary>The variables in use, for messages.</summary>
    public string KeyVariables => string.Join(" and ", Keys.Variables);
}
