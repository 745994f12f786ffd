using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.GoApi;

/// <summary>
/// GoAPI (<see href="https://goapi.ai/docs"/>): the platform of PiAPI with another host, account and key. Neither finds the
/// other's tasks.
/// </summary>
internal static class GoApiProvider
{
    private const string Name = "goapi";
    private const string Key = "GOAPI_API_KEY";

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.goapi.ai",
        MediaHosts = ["goapi.ai", "theapi.app"],
        BaseVariable = "GOAPI_BASE_URL",
        Keys = [new([Key], PiApiPlatform.Api(Name, Key))],
        MayOwn = IdForms.IsUuid,
        IdForm = "UUID",
        ImpossibleId = "00000000-0000-4000-8000-000000000000",
        ReadAddress = PiApiPlatform.ReadAddress,
        Sandbox = SandboxTemplate.Always(new("Dialects/PiApiPlatform.json")),
    };
}
