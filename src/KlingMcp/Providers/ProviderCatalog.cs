using KlingMcp.Providers.GoApi;
using KlingMcp.Providers.PiApi;

namespace KlingMcp.Providers;

/// <summary>The providers there are, in the order in which they are listed and asked.</summary>
internal static class ProviderCatalog
{
    public static IReadOnlyList<ProviderDescriptor> All { get; } =
    [
        GoApiProvider.Descriptor,
        PiApiProvider.Descriptor,
    ];

    /// <summary>By name, in any case; <see langword="null"/> for none.</summary>
    public static ProviderDescriptor? Find(string name) => All.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
