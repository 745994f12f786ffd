using System.Text.Json;
using KlingMcp.Providers;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Mcp;

/// <summary>
/// What a host is told of the tools. Written by hand: every word of it is paid for in each conversation, and no reflection runs at start.
/// The output schemas promise nothing at the root, since a refused lookup shares them.
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

    public const string Instructions =
        """
        Looks up Kling AI generation tasks. To learn a result use wait_for_kling_task(s), not repeated get calls. When a wait times out the task is still
        running: call again; never resubmit the generation because of it. Pass the returned "task" reference in later calls. Output URLs expire: hand them on or save them soon.
        """;

    /// <summary>Left open at its end, for a description.</summary>
    private static readonly string ProviderSchema =
        $$"""{"type":"string","enum":[{{string.Join(',', ProviderCatalog.All.Select(static p => $"\"{p.Name}\""))}}]""";

    private const string Error =
        """
        {"type":"object","properties":{"category":{"type":"string"},"provider":{"type":"string"},"http_status":{"type":"integer"},"code":{"type":"string"},
        "message":{"type":"string"},"retryable":{"type":"boolean"},"retry_after_seconds":{"type":"integer"},"hint":{"type":"string"}}}
        """;

    private const string Outputs =
        """
        {"type":"array","items":{"type":"object","properties":{"type":{"type":"string","enum":["video","image","audio","voice","element"]},"url":{"type":"string"},
        "id":{"type":"string"},"duration_seconds":{"type":"number"},"width":{"type":"integer"},"height":{"type":"integer"},"watermarked":{"type":"boolean"},
        "expires_at":{"type":"string"},"watermarked_url":{"type":"string"},"cover_url":{"type":"string"},"wav_url":{"type":"string"},"name":{"type":"string"}}}}
        """;

    private const string TaskFields =
        $$"""
        "task":{"type":"string"},"task_id":{"type":"string"},"provider":{"type":"string"},
        "status":{"type":"string","enum":["queued","processing","succeeded","failed","cancelled","unknown"]},"done":{"type":"boolean"},
        "provider_status":{"type":"string"},"kind":{"type":"string"},"model":{"type":"string"},"progress":{"type":"integer"},"eta_seconds":{"type":"integer"},
        "created_at":{"type":"string"},"finished_at":{"type":"string"},"outputs":{{Outputs}},"error":{{Error}},
        "external_id":{"type":"string"},"prompt":{"type":"string"},"parent":{"type":"string"},"cost":{"type":"string"},"next":{"type":"string"}
        """;

    private const string WaitFields = """ "waited_seconds":{"type":"integer"},"timed_out":{"type":"boolean"} """;

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
            "Look up one Kling AI task (video, image, audio), made anywhere, at once. Returns status, output URLs, ids for the next step, or why it failed. URLs expire; look up again for fresh ones. If it is not done, use wait_for_kling_task; do not poll.",
            $$$"""
            {"type":"object","properties":{
            "task_id":{"type":"string","description":"Bare id, \"provider:id\", lookup URL, or official external id"},
            "provider":{{{ProviderSchema}}},"description":"Omit unless known"},
            "detail":{"type":"string","enum":["compact","full"],"description":"full adds prompt, cost, cover and watermarked URLs"}},
            "required":["task_id"],"additionalProperties":false}
            """,
            $$$"""{"type":"object","properties":{{{{TaskFields}}}}}"""),
        Define(
            WaitForTask, "Wait for Kling task",
            "Wait for one Kling task; use this instead of polling. Returns when it is final, or at timeout with its last state. A timeout is not a failure: call again, never resubmit the generation.",
            $$$"""
            {"type":"object","properties":{
            "task_id":{"type":"string","description":"As in get_kling_task"},
            "provider":{{{ProviderSchema}}}},
            "timeout_seconds":{"type":"integer","minimum":1,"description":"Default 45; many hosts cut calls at 60"}},
            "required":["task_id"],"additionalProperties":false}
            """,
            $$$$"""{"type":"object","properties":{{{{{TaskFields}}}},{{{{WaitFields}}}},"last_read_error":{"type":"string"}}}"""),
        Define(
            GetTasks, "Get Kling tasks",
            "Look up many Kling tasks at once, in the order asked. Ids that cannot be read go to errors; the rest still return.",
            """
            {"type":"object","properties":{
            "task_ids":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":50,"description":"As task_id of get_kling_task"},
            "provider":{"type":"string"},
            "detail":{"type":"string","enum":["compact","full"]}},
            "required":["task_ids"],"additionalProperties":false}
            """,
            $$$"""{"type":"object","properties":{{{{BatchFields}}}}}"""),
        Define(
            WaitForTasks, "Wait for Kling tasks",
            "Wait for many Kling tasks, until all (or any) are final or time is up. Returns them all; while running > 0 call again, never resubmit.",
            """
            {"type":"object","properties":{
            "task_ids":{"type":"array","items":{"type":"string"},"minItems":1,"maxItems":50},
            "provider":{"type":"string"},
            "until":{"type":"string","enum":["all","any"],"description":"Default all"},
            "timeout_seconds":{"type":"integer","minimum":1}},
            "required":["task_ids"],"additionalProperties":false}
            """,
            $$$"""{"type":"object","properties":{{{{BatchFields}}},{{{WaitFields}}}}}"""),
        Define(
            ListProviders, "List Kling providers",
            "List Kling providers: which have a key, what each can look up, which variable to set. Use after not_configured or auth errors.",
            """{"type":"object","properties":{"verify":{"type":"boolean","description":"Also test each key"}},"additionalProperties":false}""",
            """
            {"type":"object","properties":{"providers":{"type":"array","items":{"type":"object","properties":{"provider":{"type":"string"},"configured":{"type":"boolean"},
            "variable":{"type":"string"},"base_url":{"type":"string"},"external_ids":{"type":"boolean"},
            "key":{"type":"string","enum":["accepted","refused","unknown"]},"hint":{"type":"string"}}}},"error":{"type":"object"}}}
            """),
    ];

    private static Tool Define(string name, string title, string description, string input, string output) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = JsonElement.Parse(input),
        OutputSchema = JsonElement.Parse(output),
        Annotations = new() { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = true },
    };
}
