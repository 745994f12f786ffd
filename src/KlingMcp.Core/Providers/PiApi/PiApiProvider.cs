using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.PiApi;

/// <summary>
/// PiAPI (<see href="https://piapi.ai/docs/kling-api/get-task"/>). The next step takes its task id as <c>origin_task_id</c>.
/// </summary>
internal static class PiApiProvider
{
    public static ProviderDescriptor Descriptor { get; } = PiApiPlatform.Descriptor("piapi", "https://api.piapi.ai", "PIAPI");
}
