using KlingMcp.Providers.CometApi;
using KlingMcp.Providers.EzModel;
using KlingMcp.Providers.GoApi;
using KlingMcp.Providers.Official;
using KlingMcp.Providers.PiApi;
using KlingMcp.Providers.UseApi;

namespace KlingMcp.Providers;

/// <summary>The providers there are, in the order in which they are listed and asked.</summary>
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
    ];

    /// <summary>By name, in any case; <see langword="null"/> for none.</summary>
    public static ProviderDescriptor? Find(string name) => All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
