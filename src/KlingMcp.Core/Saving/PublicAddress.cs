using System.Net;
using System.Net.Sockets;

namespace KlingMcp.Saving;

/// <summary>
/// Distinguishes addresses of the public internet from all others. An IPv4 address within an IPv6 address is judged as the IPv4 address
/// that it leads to. The ranges are those of IANA's special-purpose address registries that are not globally reachable.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublicV4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>All global unicast addresses that are assigned lie in here.</summary>
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Protocol assignments (Teredo, ORCHID and benchmarks among them), and what is for documentation.</summary>
    private static readonly IPNetwork[] NotPublicV6 = [.. new[] { "2001::/23", "2001:db8::/32", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether the address is global unicast.</summary>
    public static bool Is(IPAddress address) =>
        (EmbeddedV4(address) ?? address) is var judged && judged.AddressFamily is AddressFamily.InterNetwork
            ? !NotPublicV4.Any(network => network.Contains(judged))
            : GlobalV6.Contains(judged) && !NotPublicV6.Any(network => network.Contains(judged));

    /// <summary>Whether the address is this machine itself.</summary>
    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(EmbeddedV4(address) ?? address);

    /// <summary>The IPv4 address within an IPv6 address; <see langword="null"/> if there is none.</summary>
    private static IPAddress? EmbeddedV4(IPAddress address)
    {
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (Nat64.Contains(address)) return new(address.GetAddressBytes()[12..]);
        return SixToFour.Contains(address) ? new(address.GetAddressBytes()[2..6]) : null;
    }
}
