using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Support;

/// <summary>What runs for one account, without a server around it.</summary>
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
    /// <param name="provider">The provider.</param>
    /// <param name="time">The clock; <see langword="null"/> for the machine's.</param>
    /// <param name="respond">Answers its requests; <see langword="null"/> if there will be none.</param>
    /// <param name="pollPause">The pause between polls; <see langword="null"/> for the schedule.</param>
    public static ProviderRuntime Of(
        string provider,
        TimeProvider? time = null,
        Func<HttpRequestMessage, HttpResponseMessage>? respond = null,
        TimeSpan? pollPause = null)
    {
        var clock = time ?? TimeProvider.System;
        LearnedDurations durations = new();
        Responder responder = new(respond ?? (static _ => throw new InvalidOperationException("No request was expected.")));
        ProviderHttp http = new(AccountOf(provider), new(responder), new() { Retries = 0 }, new TextFilter([]), clock);
        return new(http, new(), new NoMemory("not in this test"), new(durations, pollPause), durations, clock);
    }
}
