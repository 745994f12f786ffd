namespace KlingMcp.Tests.Saving;

/// <summary>Addresses that a download must never connect to.</summary>
public static class ForbiddenAddresses
{
    public static TheoryData<string> All =>
    [
        // this host, private, shared, loopback, link-local (the clouds' metadata among them)
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255",
        "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "100.100.100.200",

        // protocol assignments, documentation, benchmarks, multicast, reserved, broadcast
        "192.0.0.170", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255",

        // unspecified, loopback, link-local, site-local, unique local (metadata again), multicast, discard, documentation
        "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "2001:db8::1", "3fff::1", "5f00::1",

        // IPv4 in IPv6: compatible, mapped, translated, 6to4, Teredo, local NAT64, ORCHID
        "::10.0.0.1", "::8.8.8.8", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::1",
        "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:10::1", "2001:20::1", "2001:2::1",
    ];
}
