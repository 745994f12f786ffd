using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;

namespace KlingMcp.Providers.Official;

/// <summary>
/// Kling's own API (<see href="https://kling.ai/document-api"/>). With an API key one query finds any task; with an access key
/// and a secret key only the older paths answer, and only for tasks of the older standard.
/// </summary>
internal static class OfficialProvider
{
    public const string Name = "official";

    /// <summary>Each region refuses the keys of the other.</summary>
    public const string RegionHint = "A key of the Chinese site needs KLING_BASE_URL=https://api-beijing.klingai.com.";

    private static readonly SandboxTemplate Tasks = new("Official/Tasks.json")
    {
        Finds = static (asked, task) => (asked.External ? task.ExternalId : task.Id) == asked.Id,
    };

    public static ProviderDescriptor Descriptor { get; } = new()
    {
        Name = Name,
        DefaultAddress = "https://api-singapore.klingai.com",
        OtherAddresses = ["https://api.klingai.com", "https://api-beijing.klingai.com"],
        BaseVariable = "KLING_BASE_URL",
        Keys = [new([TasksQuery.Key], TasksQuery.Api), new([PathQuery.AccessKey, PathQuery.SecretKey], PathQuery.Api)],
        MayOwn = static id => IdForms.IsDigits(id, 15, TaskId.MaxLength) || IdForms.IsOldKlingId(id),
        IdForm = "15 digits or more, or 22 letters and digits",
        ExternalIds = true,
        ReadAddress = ReadAddress,
        Sandbox = static asked => asked is { Kind: null } ? Tasks : KlingKinds.Sandbox(asked),
    };

    /// <summary>The usual advice on a refused key, and that of the region.</summary>
    public static Fault WithRegionHint(Fault fault, string keyVariables) =>
        fault with { KeyVariables = keyVariables, MoreHint = RegionHint };

    /// <summary>
    /// Reads <c>/tasks?task_ids=ID</c> and <c>/tasks?external_task_ids=ID</c>, the same of <c>/solutions</c>, and <c>/v1/KIND/ID</c>, also
    /// without its kind.
    /// </summary>
    public static AddressedTask? ReadAddress(LookupPath rest) => rest.Segments switch
    {
        ["tasks" or "solutions"] when rest.Query.GetValueOrDefault("task_ids") is { Length: > 0 } id => new(id),
        ["tasks" or "solutions"] when rest.Query.GetValueOrDefault("external_task_ids") is { Length: > 0 } id => new(id, External: true),
        ["v1", _, var id] when IdForms.IsDigits(id, 15, TaskId.MaxLength) => new(id),
        ["v1", ..] => KlingKinds.ReadAddress(rest.Segments, prefix: 1),
        _ => null,
    };
}
