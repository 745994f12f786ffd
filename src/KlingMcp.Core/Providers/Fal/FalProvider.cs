using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Fal;

/// <summary>
/// fal.ai (<see href="https://fal.ai/docs/model-apis/model-endpoints/queue"/>). An address has the owner and the app of a model, never its
/// version, so that one address finds every request for Kling videos; other apps are kinds.
/// </summary>
internal static class FalProvider
{
    public const string Name = "fal";

    /// <summary>The app of Kling's videos, which needs no kind.</summary>
    public const string VideoApp = "fal-ai/kling-video";

    private const string Key = "FAL_KEY";
    private const string KeyId = "FAL_KEY_ID";
    private const string KeySecret = "FAL_KEY_SECRET";

    private static readonly SandboxTemplate States = new("Fal/Sandbox.json");

    private static readonly SandboxTemplate Results = new("Fal/Results.json");

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://queue.fal.run",
        OtherAddresses = ["https://queue.falrun.com"],
        BaseVariable = "FAL_BASE_URL",
        ListBase = new("FAL_API_BASE_URL", "https://api.fal.ai"),
        Keys =
        [
            new([Key], ApiWith(static keys => keys[Key])),
            new([KeyId, KeySecret], ApiWith(static keys => $"{keys[KeyId]}:{keys[KeySecret]}")),
        ],
        MistakenVariables = ["FAL_API_KEY", "FAL_AI_API_KEY", "FALAI_API_KEY"],
        MayOwn = IdForms.IsUuid,
        IdForm = "UUID",
        ImpossibleId = "00000000-0000-4000-8000-000000000000",
        ReadAddress = ReadAddress,
        Sandbox = static asked => asked is { IsResult: true } ? Results : States,
    };

    private static LookupApi ApiWith(Func<Credentials, string> key) => new()
    {
        Lookup = new FalLookup(),
        Authorize = (message, credentials, _) => message.Headers.TryAddWithoutValidation("Authorization", $"Key {key(credentials)}"),
        Lists = [FalHistory.List],
        IsOwnNotFound = PlainAnswer.IsOwnNotFound,
        OptionalKind = static kind => AppIn(kind.Split('/')),
    };

    /// <summary>
    /// Reads <c>/OWNER/APP/requests/ID</c>, also with <c>/status</c>, <c>/status/stream</c>, <c>/cancel</c> or the rest of a model's name.
    /// </summary>
    internal static AddressedTask? ReadAddress(LookupPath rest)
    {
        var at = rest.Segments.ToList().IndexOf("requests");
        if (at < 2 || rest.Segments.Count <= at + 1) return null;

        return new(rest.Segments[at + 1], AppIn(rest.Segments.Take(at))) { IsResult = rest.Segments.Count == at + 2 };
    }

    /// <summary>Owner and app of a model's name; <see langword="null"/> for that of the videos, or if there are not both.</summary>
    internal static string? AppIn(IEnumerable<string> name) =>
        name.Take(2).ToArray() is [_, _] parts && string.Join('/', parts) is var app
            && !app.Equals(VideoApp, StringComparison.OrdinalIgnoreCase)
            ? app
            : null;
}
