namespace KlingMcp.Server.Hooks;

/// <summary>Whom hooks are accepted from.</summary>
/// <param name="Secret">The secret in their address.</param>
internal sealed record HookSettings(string Secret)
{
    /// <summary>The key of the official API's signature; <see langword="null"/> if its hooks are not signed.</summary>
    public byte[]? OfficialKey { get; init; }
}
