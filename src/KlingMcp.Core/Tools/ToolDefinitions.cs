using System.Text.Json;
using KlingMcp.Providers;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tools;

/// <summary>
/// What a host is told of the tools. Written by hand: every word of it is paid for in each conversation
/// (<c>bench/tokens</c> counts them), and no reflection runs at start. The output schemas promise nothing at the root, since a refused lookup shares them.
/// </summary>
internal static class ToolDefinitions
{
    public const string GetTask = "get_kling_task";
    public const string WaitForTask = "wait_for_kling_task";
    public const string GetTasks = "get_kling_tasks";
    public const string WaitForTasks = "wait_for_kling_tasks";
    public const string ListProviders = "list_kling_providers";

    /// <summary>The most tasks that one call takes.</summary>
    public const int MostTasks = 50;

    /// <summary>What a host puts before a conversation: how to use the tools well.</summary>
    public const string Instructions =
        "Looks up Kling AI generation tasks at several providers; creates none. "
        + "To get a result call wait_for_kling_task (several: wait_for_kling_tasks) instead of repeating get calls. "
        + "If a wait times out, the task is still running: call again, never resubmit the generation. Keep the returned task reference for later calls. "
        + "For a next step pass on the id of an output, or task_id if it has none. Output URLs expire: hand them on or save them soon.";

    private static readonly string Provider =
        $$""" "type":"string","enum":[{{string.Join(',', ProviderCatalog.All.Select(static p => $"\"{p.Name}\""))}}] """;

    private const string Detail = """ "type":"string","enum":["compact","full"] """;

    private static readonly string Ids = $$""" "type":"array","items":{"type":"string"},"minItems":1,"maxItems":{{MostTasks}} """;

    private const string Timeout = """ "type":"integer","minimum":1 """;

    private const string Error =
        """
        "error":{"type":"object","properties":{"category":{"type":"string"},"provider":{"type":"string"},"http_status":{"type":"integer"},"code":{"type":"string"},
        "message":{"type":"string"},"retryable":{"type":"boolean"},"retry_after_seconds":{"type":"integer"},
        "asked":{"type":"array","items":{"type":"object"}},"candidates":{"type":"array","items":{"type":"string"}},"hint":{"type":"string"}}}
        """;

    private const string OutputFields =
        """
        "type":{"type":"string","enum":["video","image","audio","voice","element"]},"url":{"type":"string"},"id":{"type":"string"},"duration_seconds":{"type":"number"},
        "width":{"type":"integer"},"height":{"type":"integer"},"watermarked":{"type":"boolean"},"expires_at":{"type":"string"}
        """;

    private const string CompactOutputs =
        $$$$"""
        "outputs":{"type":"array","items":{"type":"object","properties":{ {{{{OutputFields}}}} }}}
        """;

    private const string Outputs =
        $$$$"""
        "outputs":{"type":"array","items":{"type":"object","properties":{ {{{{OutputFields}}}},
        "watermarked_url":{"type":"string"},"cover_url":{"type":"string"},"wav_url":{"type":"string"},"name":{"type":"string"} }}}
        """;

    private const string TaskFields =
        """
        "task":{"type":"string"},"task_id":{"type":"string"},"provider":{"type":"string"},
        "status":{"type":"string","enum":["queued","processing","succeeded","failed","cancelled","unknown"]},"done":{"type":"boolean"},
        "provider_status":{"type":"string"},"kind":{"type":"string"},"model":{"type":"string"},"progress":{"type":"integer"},"eta_seconds":{"type":"integer"},
        "created_at":{"type":"string"},"finished_at":{"type":"string"},"next":{"type":"string"}
        """;

    /// <summary>A wait has no <c>detail</c>, so its schema does not pay for these.</summary>
    private const string FullTaskFields =
        """
        "external_id":{"type":"string"},"prompt":{"type":"string"},"parent":{"type":"string"},"cost":{"type":"string"}
        """;

    private const string WaitFields = """ "waited_seconds":{"type":"integer"},"timed_out":{"type":"boolean"} """;

    private const string LastReadError = """ "last_read_error":{"type":"string"} """;

    private const string BatchFields =
        """
        "tasks":{"type":"array","items":{"type":"object","properties":{"task":{"type":"string"},"status":{"type":"string"},"done":{"type":"boolean"}}}},
        "errors":{"type":"array","items":{"type":"object"}},"finished":{"type":"integer"},"running":{"type":"integer"},"failed_lookups":{"type":"integer"},
        "next":{"type":"string"},"error":{"type":"object"}
        """;

    /// <summary>The five tools, in the order in which they are listed.</summary>
    public static IReadOnlyList<Tool> All { get; } =
    [
        Define(
            GetTask, "Get Kling task",
            "Look up one Kling AI task (video, image, audio) at any provider, at once. "
            + "Returns status, output URLs and their expiry, ids for the next step, or why it failed. "
            + "If it is not done, use wait_for_kling_task; do not poll.",
            $$$"""
            {"type":"object","properties":{
            "task_id":{"type":"string","description":"Bare id, provider:id (the task field of answers), lookup URL, or official external id"},
            "provider":{ {{{Provider}}} ,"description":"Omit unless known"},
            "detail":{ {{{Detail}}} ,"description":"full adds prompt, cost, cover and watermarked URLs"}},
            "required":["task_id"],"additionalProperties":false}
            """,
            $"{TaskFields},{Outputs},{Error},{FullTaskFields}"),
        Define(
            WaitForTask, "Wait for Kling task",
            "Wait for one Kling task; use this instead of polling. Returns what get_kling_task does: once final, or the last state at timeout. "
            + "A timeout is not a failure: call again, never resubmit the generation.",
            $$$"""
            {"type":"object","properties":{
            "task_id":{"type":"string","description":"As in get_kling_task"},
            "provider":{ {{{Provider}}} },
            "timeout_seconds":{ {{{Timeout}}} ,"description":"Default 45; capped, since hosts cut calls at 60"}},
            "required":["task_id"],"additionalProperties":false}
            """,
            $"{TaskFields},{CompactOutputs},{Error},{WaitFields},{LastReadError}"),
        Define(
            GetTasks, "Get Kling tasks",
            "Look up many Kling tasks in one call. Returns them in the order asked, with counts; ids that cannot be read go to errors, the rest still return.",
            $$$"""
            {"type":"object","properties":{
            "task_ids":{ {{{Ids}}} ,"description":"As task_id of get_kling_task"},
            "provider":{"type":"string"},
            "detail":{ {{{Detail}}} }},
            "required":["task_ids"],"additionalProperties":false}
            """,
            BatchFields),
        Define(
            WaitForTasks, "Wait for Kling tasks",
            "Wait for many Kling tasks, until all (or any) are final or time is up. Returns them all; while some are running call again, never resubmit.",
            $$$"""
            {"type":"object","properties":{
            "task_ids":{ {{{Ids}}} },
            "provider":{"type":"string"},
            "until":{"type":"string","enum":["all","any"],"description":"Default all"},
            "timeout_seconds":{ {{{Timeout}}} }},
            "required":["task_ids"],"additionalProperties":false}
            """,
            $"{BatchFields},{WaitFields}"),
        Define(
            ListProviders, "List Kling providers",
            "List Kling providers: which have a key, what each can do, which variable to set. Use after not_configured or auth errors.",
            """{"type":"object","properties":{"verify":{"type":"boolean","description":"Also test each key"}},"additionalProperties":false}""",
            """
            "providers":{"type":"array","items":{"type":"object","properties":{"provider":{"type":"string"},"configured":{"type":"boolean"},
            "variable":{"type":"string"},"base_url":{"type":"string"},"external_ids":{"type":"boolean"},
            "key":{"type":"string","enum":["accepted","refused","unknown"]},"hint":{"type":"string"}}}},"error":{"type":"object"}
            """),
    ];

    private static Tool Define(string name, string title, string description, string input, string outputFields) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = JsonElement.Parse(input),
        OutputSchema = JsonElement.Parse($$$"""{"type":"object","properties":{ {{{outputFields}}} }}"""),
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = true },
    };
}
