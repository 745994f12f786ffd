using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Support;

/// <summary>What runs for one account, for tests that make no request.</summary>
internal static class Runtimes
{
    /// <summary>An account of a provider with a made-up key.</summary>
    public static ProviderAccount AccountOf(string provider, string key = "a-key-of-the-tests")
    {
        var descriptor = ProviderCatalog.Find(provider)!;
        var keys = descriptor.Keys[0];
        return new(descriptor, keys, new(keys.Variables.ToDictionary(static v => v, _ => key)), descriptor.DefaultAddress);
    }

    /// <summary>The runtime of such an account.</summary>
    public static ProviderRuntime Of(string provider)
    {
        LearnedDurations durations = new();
        ProviderHttp http = new(AccountOf(provider), ServerHarness.OpenConnections(), new(), new TextFilter([]), TimeProvider.System);
        return new(http, new(), new NoMemory("not in this test"), new(durations), durations, TimeProvider.System);
    }
}
