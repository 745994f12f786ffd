using KlingMcp.Domain;

namespace KlingMcp.Saving;

/// <summary>
/// Which addresses of outputs are fetched, as far as the address itself tells. What its host resolves to is checked when the connection
/// is made.
/// </summary>
internal static class AddressRule
{
    /// <summary>
    /// The address, byte for byte as written; <see langword="null"/> if it must not be fetched. It has to be https on port 443, except on
    /// this machine where that is allowed.
    /// </summary>
    /// <param name="written">The address.</param>
    /// <param name="isLocalAllowed">Whether the provider's own base address is on this machine.</param>
    public static Uri? Read(string written, bool isLocalAllowed)
    {
        if (MediaAddress.From(written) is not { } address) return null;

        // A Uri would rewrite a signed address. Letters that are not ASCII must be escaped all the same.
        var sent = address.Split('#')[0];
        UriCreationOptions verbatim = new() { DangerousDisablePathAndQueryCanonicalization = sent.All(char.IsAscii) };
        return Uri.TryCreate(sent, verbatim, out var uri) && uri.Host.Length > 0 && IsAllowed(uri, isLocalAllowed) ? uri : null;
    }

    /// <summary>Where a redirect leads; <see langword="null"/> if that must not be fetched.</summary>
    /// <param name="from">The address that redirects.</param>
    /// <param name="location">The header, absolute or relative.</param>
    /// <param name="isLocalAllowed">Whether the provider's own base address is on this machine.</param>
    public static Uri? Follow(Uri from, string location, bool isLocalAllowed)
    {
        if (!location.All(static c => c is > ' ' and <= '~')) return null;

        // On Unix "/path" is an absolute address too, of a file.
        if (Uri.TryCreate(location, UriKind.Absolute, out var absolute) && !absolute.IsFile) return Read(location, isLocalAllowed);

        Uri start = new(from.GetLeftPart(UriPartial.Query));
        return Uri.TryCreate(start, location, out var target) ? Read(target.AbsoluteUri, isLocalAllowed) : null;
    }

    private static bool IsAllowed(Uri address, bool isLocalAllowed) =>
        address is { UserInfo: "", Scheme: "https", Port: 443 } || (isLocalAllowed && address.IsLoopback);
}
