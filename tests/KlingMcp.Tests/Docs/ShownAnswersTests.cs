using System.Text.Json.Nodes;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Docs;

/// <summary>The README and the page on pipelines show answers exactly as the program writes them.</summary>
public class ShownAnswersTests
{
    private static readonly ManualTime Time = new();

    private static readonly DateTimeOffset Made = Time.GetUtcNow().AddSeconds(-34);

    private static readonly KlingTask Finished = new(new("official", null, "933557962801545275"), KlingTaskStatus.Succeeded, "succeeded")
    {
        CreatedAt = Made,
        FinishedAt = Made.AddSeconds(15),
        Outputs =
        [
            new(OutputType.Video)
            {
                Id = "933557963000000001",
                Url = $"https://v1.klingai.com/example.mp4?Expires={Made.AddSeconds(15).AddDays(30).ToUnixTimeSeconds()}&Signature=…",
                DurationSeconds = 5.041,
            },
        ],
    };

    private static readonly KlingTask Running = new(new("useapi", null, "123456789"), KlingTaskStatus.Processing, "processing")
    {
        Kind = "m2v_img2video_hq",
        CreatedAt = Made,
        EtaSeconds = 60,
    };

    private static readonly KlingTask Failed = new(new("official", null, "933557962801545274"), KlingTaskStatus.Failed, "failed")
    {
        CreatedAt = Made,
        FinishedAt = Made.AddSeconds(15),
        Failure = new(FaultCategory.Moderation, null, "Failure to pass the risk control system"),
    };

    private readonly AnswerComposer composer = new(Time);

    [Fact]
    public void A_finished_task() => IsShown(composer.One(new LookupResult("", Finished), isFull: false).Text);

    [Fact]
    public void A_finished_task_as_structured_content()
    {
        var shown = Pages.Text("docs/pipelines.md").Split("```json\n").Select(static block => block.Split("```")[0])
            .Single(static block => block.Contains("\"outputs\"", StringComparison.Ordinal));

        Assert.Equal(
            JsonNode.Parse(composer.One(new LookupResult("", Finished), isFull: false).Structured.GetRawText())!.ToJsonString(),
            JsonNode.Parse(shown)!.ToJsonString());
    }

    [Fact]
    public void A_wait_that_timed_out() =>
        IsShown(composer.One(new WaitResult([new("", Running)], TimeSpan.FromSeconds(45), TimedOut: true)).Text);

    [Fact]
    public void A_failed_task() => IsShown(composer.One(new LookupResult("", Failed), isFull: false).Text);

    [Fact]
    public void A_lookup_that_failed() => IsShown(composer.Failure(new(FaultCategory.NotFound)
    {
        Provider = "piapi",
        HttpStatus = 404,
        Code = "404",
        ProviderText = "task not found",
        KeyVariables = "PIAPI_API_KEY",
    }).Text);

    /// <summary>The README indents an answer by four spaces.</summary>
    private static void IsShown(string text) => Assert.Contains(
        $"\n    {text.Replace("\n", "\n    ", StringComparison.Ordinal)}\n", Pages.Readme, StringComparison.Ordinal);
}
