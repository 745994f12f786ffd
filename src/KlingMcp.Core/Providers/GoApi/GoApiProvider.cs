using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.GoApi;

/// <summary>
/// GoAPI (<see href="https://goapi.ai/docs"/>): the platform of PiAPI with another host, account and key. Neither finds the
/// other's tasks.
/// </summary>
internal static class GoApiProvider
{
    public static ProviderDescriptor Descriptor { get; } = PiApiPlatform.Descriptor("goapi", "https://api.goapi.ai", "GOAPI");
}
