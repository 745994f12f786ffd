using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Lookups;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Answers;

/// <summary>A list of tasks as a model and as a person read it, literally.</summary>
public class TaskListTests
{
    private static readonly ManualTime Time = new();
    private static readonly AnswerComposer Composer = new(Time);
    private static readonly DateTimeOffset Now = Time.GetUtcNow();

    [Fact]
    public void A_task_is_a_line_with_its_age_its_outputs_its_external_id_and_the_beginning_of_its_prompt()
    {
        KlingTask task = new(new("piapi", null, "a"), KlingTaskStatus.Succeeded, "completed")
        {
            Kind = "video_generation",
            Model = "kling",
            CreatedAt = Now.AddMinutes(-30),
            ExternalId = "shot-09",
            Prompt = "a paper boat",
        };

        Assert.Equal(
            "succeeded piapi:a (video_generation) 30 min ago, 2 outputs, external id shot-09, \"a paper boat\"",
            LineOf(new(task, TaskSource.Provider, 2)));
        Assert.Equal("succeeded piapi:a (kling) 1 output", LineOf(new(
            task with { Kind = null, CreatedAt = null, ExternalId = null, Prompt = null }, TaskSource.Provider, 1)));
        Assert.Equal("succeeded piapi:a 0 outputs", LineOf(new(
            new(task.Reference, task.Status, "") { CreatedAt = Now, SeenAt = Now.AddMinutes(1) }, TaskSource.Provider, 0)));
    }

    [Fact]
    public void A_remembered_task_of_unknown_age_tells_when_it_was_first_seen() => Assert.Equal(
        "processing fal:b first seen 6 h ago, as last seen",
        LineOf(new(
            new(new("fal", null, "b"), KlingTaskStatus.Processing, "") { SeenAt = Now.AddHours(-6) }, TaskSource.Memory, null)));

    [Fact]
    public void A_task_that_was_seen_first_this_very_moment_has_no_age_yet() => Assert.Equal(
        "processing fal:b as last seen",
        LineOf(new(new(new("fal", null, "b"), KlingTaskStatus.Processing, "") { SeenAt = Now }, TaskSource.Memory, null)));

    [Fact]
    public void A_list_of_which_nothing_is_missing_says_nothing_of_missing_providers()
    {
        var list = Composer.List(new ListResult([Queued()])).Structured;

        Assert.Equal(1, list.GetProperty("tasks").GetArrayLength());
        Assert.False(list.TryGetProperty("not_listed", out _));
        Assert.False(list.TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData("a", 60, 60, "")]
    [InlineData("a", 61, 58, "…")]
    [InlineData("船", 20, 20, "")]
    [InlineData("船", 21, 19, "…")]
    public void A_prompt_is_cut_where_it_would_cost_more_tokens_than_sixty_letters(string letter, int sent, int kept, string end) =>
        Assert.Equal($"queued fal:b \"{Repeat(letter, kept)}{end}\"", LineOf(Queued(prompt: Repeat(letter, sent))));

    [Theory]
    [InlineData(32, 32, "")]
    [InlineData(33, 31, "…")]
    public void An_external_id_is_cut_after_32_letters(int sent, int kept, string end) =>
        Assert.Equal($"queued fal:b external id {Repeat("x", kept)}{end}", LineOf(Queued(external: Repeat("x", sent))));

    [Fact]
    public void What_is_missing_follows_the_tasks_then_what_to_do_and_the_cursor()
    {
        ListResult list = new([new(Queued().Task, TaskSource.Memory, null)])
        {
            Cursor = "c1",
            SearchedBackTo = DateTimeOffset.FromUnixTimeSeconds(1_780_000_000),
            Faults = [new(FaultCategory.Timeout) { Provider = "kie" }],
            NotListed = [new("cometapi", "the provider has none"), new("aimlapi", "the provider has none"), new("kie", "memory off")],
            Unordered = ["useapi", "goapi"],
            Kinds = ["videos/image2video", "videos/image2video", "videos/effects"],
        };

        var answer = Composer.List(list);

        string[] expected =
        [
            "queued fal:b as last seen",
            "Looked back to 2026-05-28 20:26Z.",
            "timeout at kie: kie took too long. Call again; the task itself is not affected.",
            "No list from cometapi, aimlapi (the provider has none).",
            "No list from kie (memory off).",
            "For outputs or a failure's reason call get_kling_task with a task. "
                + "useapi and goapi did not list the newest first: newer tasks may be missing. Narrow it with since. "
                + "What runs \"as last seen\" may be over: get_kling_task tells. "
                + "Looked through these kinds: videos/image2video, videos/effects.",
            "More: cursor c1",
        ];
        Assert.Equal(
            string.Join('\n', expected),
            answer.Text);
        Assert.False(answer.IsError);
        Assert.Equal("kie", answer.Structured.GetProperty("errors")[0].GetProperty("provider").GetString());
        Assert.Equal(3, answer.Structured.GetProperty("not_listed").GetArrayLength());
    }

    [Fact]
    public void A_task_from_memory_that_has_ended_needs_no_second_look()
    {
        KlingTask ended = new(new("fal", null, "b"), KlingTaskStatus.Succeeded, "");

        Assert.DoesNotContain(
            "may be over", Composer.List(new ListResult([new(ended, TaskSource.Memory, null)])).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "may be over",
            Composer.List(new ListResult([new(Queued().Task, TaskSource.Provider, null)])).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_without_tasks_says_so_and_is_an_error_only_if_nobody_could_be_asked()
    {
        Fault timeout = new(FaultCategory.Timeout) { Provider = "kie" };
        Fault network = new(FaultCategory.Network) { Provider = "fal" };
        ListResult both = new([]) { Faults = [timeout, network] };

        Assert.Equal(("No tasks.", false), Read(new([])));
        Assert.StartsWith("No tasks could be listed.\ntimeout at kie:", Read(both).Text, StringComparison.Ordinal);
        Assert.True(Read(both).IsError);
        Assert.Equal(Composer.Failure(timeout).Text, Read(new([]) { Faults = [timeout] }).Text);
        Assert.False(Read(both with { Cursor = "c" }).IsError);
        Assert.False(Read(both with { NotListed = [new("aimlapi", "none")] }).IsError);
        Assert.False(Read(both with { Tasks = [Queued()] }).IsError);

        static (string Text, bool IsError) Read(ListResult list) => (Composer.List(list).Text, Composer.List(list).IsError);
    }

    [Fact]
    public void A_person_gets_the_lines_and_the_notes_apart_without_keys()
    {
        AnswerComposer composer = new(Time, filter: new(["a-secret-key-0123456789"]), wording: Wording.ForPerson);
        ListResult list = new([Queued()])
        {
            Faults = [new(FaultCategory.Auth, "refused a-secret-key-0123456789") { Provider = "kie", KeyVariables = "KIE_API_KEY" }],
        };

        var listing = composer.Listing(list);

        Assert.Equal(["queued fal:b"], listing.Lines);
        Assert.Equal(["auth at kie: refused ***. Check KIE_API_KEY. To try every key, run: kling-mcp doctor"], listing.Notes);
    }

    private static ListedTask Queued(string? prompt = null, string? external = null) =>
        new(new(new("fal", null, "b"), KlingTaskStatus.Queued, "") { Prompt = prompt, ExternalId = external }, TaskSource.Provider, null);

    private static string LineOf(ListedTask listed) => Composer.List(new ListResult([listed])).Text.Split('\n')[0];

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
