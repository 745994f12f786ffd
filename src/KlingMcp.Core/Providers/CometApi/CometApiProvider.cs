using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.CometApi;

/// <summary>
/// CometAPI (<see href="https://apidoc.cometapi.com"/>): Kling's older paths behind a prefix. There is no clean 404: an unknown
/// path or id is answered with a redirect, a web page, or an error with status 400 or 500
/// (<see href="https://apidoc.cometapi.com/errors/error-codes-handling"/>).
/// </summary>
internal static class CometApiProvider
{
    private const string Name = "cometapi";
    private const string Key = "COMETAPI_API_KEY";

    /// <summary>
    /// The kinds with a documented lookup (<see href="https://apidoc.cometapi.com/api/video/kling/individual-queries"/>).
    /// </summary>
    private static readonly string[] Documented =
    [
        "videos/image2video",
        "videos/text2video",
        "videos/omni-video",
        "videos/multi-image2video",
        "videos/lip-sync",
        "videos/effects",
        "videos/multi-elements",
        "images/generations",
        "images/kolors-virtual-try-on",
        "audio/text-to-audio",
        "audio/video-to-audio",
    ];

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api.cometapi.com",
        BaseVariable = "COMETAPI_BASE_URL",
        Keys = [new([Key], Api())],
        MayOwn = static id => IdForms.IsDigits(id, 15, 20),
        IdForm = "15 to 20 digits",
        ReadAddress = ReadAddress,
        Sandbox = KlingKinds.Sandbox,
    };

    private static LookupApi Api() => new()
    {
        Lookup = SingleGet.One(
            static (request, _) => $"kling/v1/{request.Kind}/{Uri.EscapeDataString(request.Id)}",
            Read),
        Authorize = BearerKey.In(Key),
        IsOwnNotFound = static fault => fault.IsJson,
        Kinds = [.. Documented.Union(KlingKinds.All)],
    };

    private static AddressedTask? ReadAddress(LookupPath rest) =>
        rest.Segments is ["kling", "v1", ..] ? KlingKinds.ReadAddress(rest.Segments, prefix: 2) : null;

    private static Result<KlingTask> Read(LookupRequest request, ProviderResponse response)
    {
        var reading = GatewayTask.WithKeyNeeds(GatewayTask.Read(new(Name, request.Kind, request.Id), response, CategoryOf), Key);
        return reading.Fault is { } fault ? fault with { MayMeanNotHere = MayMeanNotHere(fault, response) } : reading;
    }

    /// <summary>A malformed request is answered with 500, and a model without a channel with 503.</summary>
    private static FaultCategory? CategoryOf(int status, string? code, string? text) => (code ?? text) switch
    {
        "task_not_exist" => FaultCategory.NotFound,
        "invalid_request" => FaultCategory.InvalidInput,
        "model_not_found" => FaultCategory.ProviderUnavailable,
        _ => null,
    };

    private static bool MayMeanNotHere(Fault fault, ProviderResponse response) =>
        fault.IsAstray
        || response.Status is (>= 300 and <= 399) or 404
        || (response.Status is 400 or 500 && Json.Parse(response)["error"].IsObject);
}
