using KlingMcp.Providers;

namespace KlingMcp.Tests.Faults;

/// <summary>A provider with one kind of key, and the body that it documents for a finished task.</summary>
/// <param name="Name">The provider, and the kind of key if there are two.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Id">The id of the task.</param>
/// <param name="Task">The full reference of the task.</param>
/// <param name="Target">Path and query of the lookup, relative to the base address.</param>
/// <param name="Variables">The variables that hold the key.</param>
internal sealed record ProviderCase(string Name, string Provider, string Id, string Task, string Target, params string[] Variables)
{
    private const string Number = "842250903629086785";
    private const string Prediction = "hdwst0bb05rgp0cf0p29mzk2am";
    private const string Hex = "e6832d4abffb4d79bfbca19783fca133";
    private const string NanoId = "qAfQfm0KEz8jbBewFuxEp";
    private const string Uuid = "c16e5746-c46d-4287-9286-a06063c50a24";

    public static IReadOnlyList<ProviderCase> All { get; } =
    [
        new("official", "official", Number, $"official:{Number}", $"tasks?task_ids={Number}", "KLING_API_KEY")
        {
            Success = "succeeded",
            Text = "video 5.041 s, id 933557963000000001: URL",
            Head = "took 15 s",
            Running = ": the provider says \"WORD\", 165 days so far",
            Json = """
                {"code":0,"message":"SUCCEED","request_id":"11111111-2222-4333-8444-555555555555",
                "data":[{"id":"ID","status":"WORD","message":"",
                "create_time":1781080778802,"update_time":1781080794151,"external_id":"shot-09",
                "outputs":[{"type":"video","id":"933557963000000001","url":"URL","duration":"5.041"}],
                "billing":[{"charge_type":"unit","amount":"3","package_type":"video"}]}]}
                """,
        },
        new("official (key pair)", "official", Number, $"official:videos/image2video/{Number}", $"v1/videos/image2video/{Number}",
            "KLING_ACCESS_KEY", "KLING_SECRET_KEY")
        {
            Success = "succeed",
            Text = "video 5.1 s, id 822953089593376815: URL",
            Head = "image2video, took 229 s",
            Running = " (image2video): the provider says \"WORD\", 177 days so far",
            Json = KlingBody,
        },
        new("goapi", "goapi", Uuid, $"goapi:{Uuid}", $"api/v1/task/{Uuid}", "GOAPI_API_KEY")
        {
            Success = "completed",
            Text = PlatformText,
            Head = PlatformHead,
            Running = PlatformRunning,
            Json = PlatformBody,
        },
        new("piapi", "piapi", Uuid, $"piapi:{Uuid}", $"api/v1/task/{Uuid}", "PIAPI_API_KEY")
        {
            Success = "completed",
            Text = PlatformText,
            Head = PlatformHead,
            Running = PlatformRunning,
            Json = PlatformBody,
        },
        new("useapi", "useapi", "123456789", "useapi:123456789", "v1/kling/tasks/123456789", "USEAPI_API_TOKEN")
        {
            Success = "succeed",
            Text = "video 5.041 s 724x1268, id 987654321, watermarked: URL\n"
                + "Short-lived: save_kling_outputs keeps it. "
                + "Clean file, on a paid Kling plan: useapi's GET /v1/kling/assets/download?workIds=987654321.",
            Head = "m2v_img2video_hq, took 309 s",
            Running = " (m2v_img2video_hq): the provider says \"WORD\", 584 days so far",
            Json = """
                {"status":99,"status_name":"WORD","status_final":true,"etaTime":0,"message":"success",
                "task":{"id":ID,"type":"m2v_img2video_hq","status":99,"status_name":"WORD","status_final":true,
                "taskInfo":{"inputs":[{"name":"input","url":"https://media.example/in.jpg","fromWorkId":null}],
                "arguments":[{"name":"prompt","value":"A person dancing"}]},
                "createTime":1744858514499,"updateTime":1744858823172},
                "works":[{"workId":987654321,"taskId":ID,"status":99,"status_name":"WORD","status_final":true,"contentType":"video",
                "resource":{"resource":"URL","height":1268,"width":724,"duration":5041},
                "downloadInfo":{"fileTypes":[{"type":"MP4","watermark":true}]}}]}
                """,
        },
        new("ezmodel", "ezmodel", Number, $"ezmodel:{Number}", $"kling/v1/videos/text2video/{Number}", "EZMODEL_API_KEY")
        {
            Success = "SUCCESS",
            Text = "video 5.1 s, id 842250903708762200: URL",
            Head = "textGenerate, took 235 s",
            Running = " (textGenerate): the provider says \"WORD\", 306 days so far, 100 %",
            Json = """
                {"code":"success","message":"","data":{"task_id":"ID","action":"textGenerate","status":"WORD","fail_reason":"URL",
                "submit_time":1768825835,"start_time":1768825837,"finish_time":1768826070,"progress":"100%",
                "data":{"code":0,"message":"SUCCEED","request_id":"11111111-2222-4333-8444-555555555555",
                "data":{"task_id":"ID","task_status":"WORD","task_status_msg":"","task_info":{},
                "task_result":{"videos":[{"id":"842250903708762200","url":"URL","duration":"5.1"}]},
                "created_at":1768825835000,"updated_at":1768826064000}}}}
                """,
        },
        new("cometapi", "cometapi", Number, $"cometapi:videos/image2video/{Number}", $"kling/v1/videos/image2video/{Number}",
            "COMETAPI_API_KEY")
        {
            Success = "succeed",
            Text = "video 5.1 s, id 822953089593376815: URL",
            Head = "image2video, took 229 s",
            Running = " (image2video): the provider says \"WORD\", 177 days so far",
            Json = KlingBody,
        },
        new("fal", "fal", Uuid, $"fal:{Uuid}", $"fal-ai/kling-video/requests/{Uuid}/status", "FAL_KEY")
        {
            Success = "COMPLETED",
            Text = "video: URL",
            Head = "",
            Running = ": the provider says \"WORD\"",
            Json = FalBody,
        },
        new("fal (key pair)", "fal", Uuid, $"fal:{Uuid}", $"fal-ai/kling-video/requests/{Uuid}/status", "FAL_KEY_ID", "FAL_KEY_SECRET")
        {
            Success = "COMPLETED",
            Text = "video: URL",
            Head = "",
            Running = ": the provider says \"WORD\"",
            Json = FalBody,
        },
        new("replicate", "replicate", Prediction, $"replicate:{Prediction}", $"v1/predictions/{Prediction}", "REPLICATE_API_TOKEN")
        {
            Success = "succeeded",
            Text = "video: URL\nShort-lived: save_kling_outputs keeps it.",
            Head = "took 161 s",
            Running = ": the provider says \"WORD\", 82 days so far",
            Json = """
                {"id":"ID","model":"kwaivgi/kling-v2.1","version":"hidden",
                "input":{"prompt":"a boat","start_image":"https://media.example/in.jpg"},
                "logs":"","output":"URL","data_removed":false,"error":null,"source":"api","status":"WORD",
                "created_at":"2026-09-01T08:00:00.123Z","started_at":"2026-09-01T08:00:02.456Z","completed_at":"2026-09-01T08:02:41.001Z",
                "urls":{"get":"https://api.replicate.com/v1/predictions/ID"},"metrics":{"predict_time":158.5}}
                """,
        },
        new("kie", "kie", Hex, $"kie:{Hex}", $"api/v1/jobs/recordInfo?taskId={Hex}", "KIE_API_KEY")
        {
            Success = "success",
            Text = "video: URL\nShort-lived: save_kling_outputs keeps it.",
            Head = "took 173 s",
            Running = ": the provider says \"WORD\", 64 days so far",
            Json = """
                {"code":200,"msg":"success","data":{"taskId":"ID","model":"kling-3.0/video","state":"WORD",
                "param":"{\"input\":{\"prompt\":\"a boat\",\"image_urls\":[\"https://media.example/in.jpg\"]}}",
                "resultJson":"{\"resultUrls\":[\"URL\"]}","failCode":"","failMsg":"","costTime":173000,
                "completeTime":1789800173000,"createTime":1789800000000,"updateTime":1789800173000,"creditsConsumed":100}}
                """,
        },
        new("wavespeed", "wavespeed", Hex, $"wavespeed:{Hex}", $"api/v3/predictions/{Hex}/result", "WAVESPEED_API_KEY")
        {
            Success = "completed",
            Text = "video: URL",
            Head = "",
            Running = ": the provider says \"WORD\", 82 days so far",
            Json = """
                {"code":200,"message":"success","data":{"id":"ID","model":"kwaivgi/kling-v3.0-std/image-to-video","outputs":["URL"],
                "urls":{"get":"https://api.wavespeed.ai/api/v3/predictions/ID/result"},"has_nsfw_contents":[false],"status":"WORD",
                "created_at":"2026-09-01T08:00:00.123456789Z","error":"","executionTime":91234,"timings":{"inference":88010}}}
                """,
        },
        new("aimlapi", "aimlapi", NanoId, $"aimlapi:{NanoId}", $"v2/video/generations?generation_id={NanoId}", "AIML_API_KEY")
        {
            Success = "completed",
            Text = "video: URL",
            Head = "",
            Running = ": the provider says \"WORD\"",
            Json = """
                {"id":"ID","status":"WORD","video":{"url":"URL"},"error":null,"meta":{"usage":{"credits_used":500000}}}
                """,
        },
    ];

    /// <summary>The provider's word for success.</summary>
    public required string Success { get; init; }

    /// <summary>The part in brackets of the finished task's first line.</summary>
    public required string Head { get; init; }

    /// <summary>What follows the reference in the unknown state WORD, at the start of a <see cref="Support.ManualTime"/>.</summary>
    public required string Running { get; init; }

    /// <summary>The finished task's lines after the first.</summary>
    public required string Text { get; init; }

    /// <summary>The documented body of a finished task. The placeholders ID, WORD and URL are filled in.</summary>
    public required string Json { get; init; }

    /// <summary>Serves as the answer to both requests: the state and the result.</summary>
    private const string FalBody = """
        {"status":"WORD","request_id":"ID","response_url":"https://queue.fal.run/fal-ai/kling-video/requests/ID","logs":null,
        "metrics":{"inference_time":83.1},"video":{"url":"URL","content_type":"video/mp4","file_name":"output.mp4","file_size":6652072}}
        """;

    private const string PlatformHead = "video_generation, took 100 s";
    private const string PlatformRunning = " (video_generation): the provider says \"WORD\", 464 days so far";
    private const string PlatformText = "video 5.1 s 960x960, pass on the task id: URL";

    private const string KlingBody = """
        {"code":0,"message":"SUCCEED","request_id":"11111111-2222-4333-8444-555555555555",
        "data":{"task_id":"ID","task_status":"WORD","task_status_msg":"","task_info":{"external_task_id":"shot-01"},
        "task_result":{"videos":[{"id":"822953089593376815","url":"URL","duration":"5.1"}]},
        "final_unit_deduction":"10","created_at":1780000000000,"updated_at":1780000229000}}
        """;

    private const string PlatformBody = """
        {"code":200,"data":{"task_id":"ID","model":"kling","task_type":"video_generation","status":"WORD",
        "config":{"webhook_config":{"endpoint":"","secret":""}},
        "input":{"prompt":"example","image_url":"https://media.example/in.jpg"},
        "output":{"video_url":"URL","works":[{"status":99,
        "video":{"resource":"","resource_without_watermark":"URL","height":960,"width":960,"duration":5100}}]},
        "meta":{"created_at":"2025-08-14T19:49:02.372147819Z","ended_at":"2025-08-14T19:50:42.372147819Z",
        "usage":{"type":"point","frozen":0,"consume":2600000}},
        "logs":null,"error":{"code":0,"raw_message":"","message":""}},"message":"success"}
        """;

    /// <summary>The address of the finished task's file.</summary>
    public const string Url = "https://media.example/out.mp4?Signature=a%2Bb~c";

    public ProviderDescriptor Descriptor => ProviderCatalog.Find(Provider)!;

    public KeyScheme Keys => Descriptor.Keys.Single(k => k.Variables.SequenceEqual(Variables));

    /// <summary>The documented body, with another state, address or id if given.</summary>
    public string Body(string? word = null, string url = Url, string? id = null) => Json
        .Replace("ID", id ?? Id, StringComparison.Ordinal)
        .Replace("WORD", word ?? Success, StringComparison.Ordinal)
        .Replace("URL", url, StringComparison.Ordinal)
        .ReplaceLineEndings("");

    /// <summary>The documented body with an unknown state. At useapi a number and a flag belong to the state, too.</summary>
    public string UnknownBody(string word) => Body(word)
        .Replace("\"status\":99", "\"status\":77", StringComparison.Ordinal)
        .Replace("\"status_final\":true", "\"status_final\":false", StringComparison.Ordinal);

    /// <summary>The first line of the finished task.</summary>
    public string FinishedText => $"succeeded {Task}{(Head.Length > 0 ? $" ({Head})" : "")}";

    /// <summary>What a model reads of the finished task.</summary>
    public string SuccessText => $"{FinishedText}\n{Text.Replace("URL", Url, StringComparison.Ordinal)}";

    /// <summary>What a model reads of <see cref="UnknownBody"/> with the word <c>reviewing</c>.</summary>
    public string UnknownText => $"unknown {Task}{Running.Replace("WORD", "reviewing", StringComparison.Ordinal)}. "
        + "This state is new to kling-mcp; do not take it for success or failure. Not failed; call wait_for_kling_task, do not resubmit.";

    /// <summary>The settings for this provider and kind of key.</summary>
    public Dictionary<string, string?> Environment(string address, string key = "canary-key-0123456789")
    {
        var environment = Variables.ToDictionary(static v => v, v => (string?)(Variables.Length == 1 ? key : $"{key}-{v}"));
        environment[Descriptor.BaseVariable] = $"{address}/{Provider}";
        return environment;
    }

    public override string ToString() => Name;
}
