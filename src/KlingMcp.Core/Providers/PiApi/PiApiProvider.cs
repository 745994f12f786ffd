using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.PiApi;

/// <summary>
/// PiAPI (<see href="https://piapi.ai/docs/kling-api/get-task"/>). The next step takes its task id as <c>origin_task_id</c>.
/// </summary>
internal static class PiApiProvider
{
    private const string Name = "piapi";
    private const string Key = "PIAPI_API_KEY";

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.piapi.ai",
        MediaHosts = ["theapi.app"],
        BaseVariable = "PIAPI_BASE_URL",
        Keys = [new([Key], PiApiPlatform.Api(Name, Key))],
        MayOwn = IdForms.IsUuid,
        IdForm = "UUID",
        ImpossibleId = "00000000-0000-4000-8000-000000000000",
        ReadAddress = PiApiPlatform.ReadAddress,
        Sandbox = SandboxTemplate.Always(new("Dialects/PiApiPlatform.json")),
    };
}
