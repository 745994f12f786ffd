using KlingMcp.Providers.AimlApi;
using KlingMcp.Providers.CometApi;
using KlingMcp.Providers.EzModel;
using KlingMcp.Providers.Fal;
using KlingMcp.Providers.GoApi;
using KlingMcp.Providers.Kie;
using KlingMcp.Providers.Official;
using KlingMcp.Providers.PiApi;
using KlingMcp.Providers.Replicate;
using KlingMcp.Providers.UseApi;
using KlingMcp.Providers.WaveSpeed;

namespace KlingMcp.Providers;

/// <summary>All providers, in the order in which they are listed and asked.</summary>
internal static class ProviderCatalog
{
    public static IReadOnlyList<ProviderDescriptor> All { get; } =
    [
        OfficialProvider.Descriptor,
        GoApiProvider.Descriptor,
        PiApiProvider.Descriptor,
        UseApiProvider.Descriptor,
        EzModelProvider.Descriptor,
        CometApiProvider.Descriptor,
        FalProvider.Descriptor,
        ReplicateProvider.Descriptor,
        KieProvider.Descriptor,
        WaveSpeedProvider.Descriptor,
        AimlApiProvider.Descriptor,
    ];

    /// <summary>The provider with a name, in any case; <see langword="null"/> if there is none.</summary>
    public static ProviderDescriptor? Find(string name) => All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
