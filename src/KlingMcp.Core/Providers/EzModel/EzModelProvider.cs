using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.EzModel;

/// <summary>
/// ezmodel.cloud, a gateway of the new-api family (<see href="https://github.com/QuantumNous/new-api"/>). It answers from its own
/// database by the id alone, whatever the kind in the path. Only requests for elements are passed through to Kling.
/// </summary>
internal static class EzModelProvider
{
    private const string Name = "ezmodel";
    private const string Key = "EZMODEL_API_KEY";

    private static readonly string[] VideoKinds =
        [
            "text2video",
            "image2video",
            "omni-video",
            "motion-control",
            "multi-image2video",
            "advanced-lip-sync",
            "video-extend",
            "multi-elements"
        ];

    private static readonly SandboxTemplate Videos =
        new("EzModel/Sandbox.json") { Finds = static (_, task) => task.Kind is not KlingKinds.Elements };

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.ezmodel.cloud",
        OtherAddresses = ["https://www.ezmodel.cloud", "https://ezmodel.cloud"],
        BaseVariable = "EZMODEL_BASE_URL",
        Keys = [new([Key], Api())],
        MayOwn = static id => IdForms.IsDigits(id, 15, 20) || IsOwnTask(id),
        IdForm = "15 to 20 digits, or task_…",
        ReadAddress = ReadAddress,
        Sandbox = static asked => asked?.Kind is KlingKinds.Elements ? KlingKinds.Sandbox(asked) : Videos,
        Hints = new Dictionary<FaultCategory, string>
        {
            [FaultCategory.NotFound] = $"Check the id; an element is found as {Name}:{KlingKinds.Elements}/ID only.",
            [FaultCategory.InsufficientCredit] = $"The quota of {Key} is used up, and ezmodel then refuses lookups, too: raise it.",
        },
    };

    /// <summary>Ids that begin with <c>task_kling</c> are those of kie.ai.</summary>
    private static bool IsOwnTask(string id) =>
        id is ['t', 'a', 's', 'k', '_', _, ..]
        && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && !id.StartsWith("task_kling", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads every lookup path of the gateway, including those that are not used here.</summary>
    public static AddressedTask? ReadAddress(LookupPath rest) => rest.Segments switch
    {
        ["kling", "v1", "videos", "avatar", "image2video", var id] => new(id),
        ["kling", "v1", "videos", var kind, var id] when VideoKinds.Contains(kind) => new(id),
        ["kling", "v1", "general", "advanced-custom-elements", var id] => new(id, KlingKinds.Elements),
        ["v1", "video", "generations", var id] => new(id),
        ["v1", "videos", var id] => new(id),
        ["v1", "videos", var id, "content"] => new(id),
        _ => null,
    };

    private static LookupApi Api() => new()
    {
        Lookup = SingleGet.One(
            static (request, _) => $"kling/v1/{KindOf(request) ?? "videos/text2video"}/{Uri.EscapeDataString(request.Id)}",
            static (request, response) => GatewayTask.WithKeyNeeds(
                GatewayTask.Read(new(Name, KindOf(request), request.Id), response, CategoryOf), Key)),
        Balance = EzModelBalance.Calls,
        Authorize = BearerKey.In(Key),
        IsOwnNotFound = static fault => fault.Category is FaultCategory.NotFound && fault.IsJson && fault.Code is not null,
        OptionalKind = static kind => kind.Equals(KlingKinds.Elements, StringComparison.OrdinalIgnoreCase) ? KlingKinds.Elements : null,
    };

    private static string? KindOf(LookupRequest request) => request.Kind is KlingKinds.Elements ? KlingKinds.Elements : null;

    /// <summary>A key without quota is refused with 401 or 403; <see cref="KlingRefusal"/> reads that by its words.</summary>
    private static FaultCategory? CategoryOf(int status, string? code, string? text) => (status, code) switch
    {
        (_, "task_not_exist") => FaultCategory.NotFound,
        (_, "model_not_found") => FaultCategory.ProviderUnavailable,
        _ => null,
    };
}
