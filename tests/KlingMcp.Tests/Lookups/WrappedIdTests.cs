using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Lookups;

/// <summary>Ids as they come out of chats, logs and code: wrapped, mangled, several at once, or not there at all.</summary>
public class WrappedIdTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("\u201c" + Number + "\u201d")]
    [InlineData("「" + Number + "」")]
    [InlineData("`" + Number + "`")]
    [InlineData("[\"" + Number + "\"]")]
    [InlineData("(" + Number + ").")]
    [InlineData("**" + Number + "**")]
    [InlineData("__**" + Number + "**__.")]
    [InlineData(Number + "。")]
    [InlineData("\ufeff" + Number + "\u200b")]
    [InlineData("8422\u00ad50903629086785")]
    [InlineData("８４２２５０９０３６２９０８６７８５")]
    [InlineData("task_id: " + Number)]
    [InlineData("Task ID：`" + Number + "`")]
    [InlineData("generation_id=" + Number)]
    [InlineData("[my video](" + "https://api.klingai.com/v1/videos/text2video/" + Number + ")")]
    [InlineData("[" + Number + "](https://somewhere.example/x)")]
    [InlineData("<https://api.klingai.com/v1/videos/text2video/" + Number + ">.")]
    [InlineData("https://api.klingai.com/v1/videos/text2video/" + Number + ".")]
    [InlineData("https://api.klingai.com/v1/videos/" + Number)]
    [InlineData("official: \"" + Number + "\"")]
    [InlineData("id: official:" + Number)]
    public async Task What_surrounds_an_id_does_not_change_the_request(string asked)
    {
        await using var world = new ProviderWorld();
        world.Add("official", Number, KlingTaskStatus.Processing);
        await using ServerHarness server = new(world.Environment("official"));

        Assert.Equal($"official:{Number}", (await server.GetAsync(asked)).At("task"));
        Assert.Equal($"/official/tasks?task_ids={Number}", Assert.Single(world.Requests).Target);
    }

    [Theory]
    [InlineData("shot-09.", "shot-09.")]
    [InlineData("*x*", "%2Ax%2A")]
    [InlineData("_shot_", "_shot_")]
    public async Task Marks_that_may_be_part_of_an_external_id_are_kept(string asked, string requested)
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"));

        await server.GetAsync(asked);

        Assert.All(world.Requests, r => Assert.EndsWith($"task_ids={requested}", r.Target, StringComparison.Ordinal));
        Assert.NotEmpty(world.Requests);
    }

    [Theory]
    [InlineData(Number + " 842250903629086786", "get_kling_tasks")]
    [InlineData(Number + "\n842250903629086786", "get_kling_tasks")]
    [InlineData("[\"" + Number + "\", \"842250903629086786\"]", "get_kling_tasks")]
    [InlineData("shot-09, shot-10", "get_kling_tasks")]
    [InlineData("piapi:" + Uuid + " goapi:" + Uuid + "0", "only the id")]
    [InlineData("the task " + Number + " is done?", "only the id: \"" + Number + "\"")]
    [InlineData("Task done: " + Uuid, "only the id: \"" + Uuid + "\"")]
    [InlineData("see https://api.piapi.ai/api/v1/task/" + Uuid, "only the id: \"" + Uuid + "\"")]
    [InlineData("{\"request_id\":\"" + Uuid + "\",\"data\":{\"task_id\":\"" + Number + "\"}}", "only the id: \"" + Number + "\"")]
    [InlineData("<|\"|" + Number + "<|\"|", "only the id: \"" + Number + "\"")]
    [InlineData("null", "provider returned")]
    [InlineData("`undefined`", "provider returned")]
    [InlineData("None", "provider returned")]
    [InlineData("YOUR_TASK_ID", "provider returned")]
    [InlineData("<your-task-id>", "provider returned")]
    [InlineData("<id>", "provider returned")]
    [InlineData("{{steps.create.output}}", "provider returned")]
    [InlineData("official:null", "provider returned")]
    [InlineData("8.42250903629086785e+17", "as a string")]
    [InlineData(Number + ".0", "as a string")]
    [InlineData(Number + "n", "as a string")]
    [InlineData("842_250_903_629_086_785", "as a string")]
    [InlineData("842,250,903,629,086,785", "as a string")]
    public async Task Text_that_is_not_one_id_is_refused_with_advice_and_without_a_request(string asked, string advice)
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official", "piapi", "useapi"));

        var result = await server.GetAsync(asked);

        Assert.Equal("invalid_input", result.At("error.category"));
        Assert.Contains(advice, result.At("error.hint"), StringComparison.Ordinal);
        Assert.Empty(world.Requests);
    }

    [Fact]
    public async Task A_number_in_another_form_can_be_an_external_id_if_the_official_api_is_named()
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"));

        await server.GetAsync($"official:{Number}.0");

        Assert.NotEmpty(world.Requests);
    }

    [Theory]
    [InlineData("842250903629086800")]
    [InlineData("842250903629086720")]
    public async Task An_id_that_a_double_prints_is_refused_as_a_number_and_said_to_look_rounded_as_a_string(string digits)
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"));

        var number = await server.CallAsync("get_kling_task", $$"""{"task_id":{{digits}}}""");
        Assert.Equal("invalid_input", number.At("error.category"));
        Assert.Empty(world.Requests);

        var text = await server.GetAsync(digits);
        Assert.Equal("not_found", text.At("error.category"));
        Assert.Contains("looks rounded", text.At("error.hint"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_uuid_without_dashes_is_asked_as_a_uuid_and_only_then_as_an_external_id()
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official", "piapi"));
        var bare = Uuid.Replace("-", "", StringComparison.Ordinal);

        await server.GetAsync(bare);

        Assert.Equal(
            [
                $"/piapi/api/v1/task/{Uuid}",
                $"/official/tasks?external_task_ids={bare}",
                $"/official/solutions?external_task_ids={bare}",
            ],
            world.Requests.Select(static r => r.Target));
    }

    [Fact]
    public async Task An_id_of_kie_is_not_blamed_on_a_missing_key_of_another_provider()
    {
        await using var world = new ProviderWorld();
        await using ServerHarness server = new(world.Environment("official"));

        var result = await server.GetAsync("task_kling_1765187774173");

        Assert.Equal("not_configured", result.At("error.category"));
        Assert.Contains("KIE_API_KEY", result.At("error.hint"), StringComparison.Ordinal);
        Assert.DoesNotContain("EZMODEL", result.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Number, "kling")]
    [InlineData(Number, "Auto")]
    [InlineData("any:" + Number, null)]
    public async Task A_word_that_names_no_provider_in_particular_is_ignored_and_the_answer_says_so(string asked, string? provider)
    {
        await using var world = new ProviderWorld();
        world.Add("official", Number, KlingTaskStatus.Processing);
        await using ServerHarness server = new(world.Environment("official"));

        var found = await server.LookAsync(asked, provider);
        var lost = await server.LookAsync(asked.Replace("785", "787", StringComparison.Ordinal), provider);

        Assert.Contains("was ignored: leave it out", found.At("next"), StringComparison.Ordinal);
        Assert.Contains("was ignored: leave it out", lost.At("error.hint"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("piapi.ai:" + Uuid, null)]
    [InlineData(Uuid, "api.piapi.ai")]
    [InlineData(Uuid, "PiAPI")]
    public async Task The_domain_of_a_provider_is_one_of_its_names(string asked, string? provider)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Uuid, KlingTaskStatus.Processing);
        await using ServerHarness server = new(world.Environment("piapi", "goapi"));

        Assert.Equal($"piapi:{Uuid}", (await server.LookAsync(asked, provider)).At("task"));
        Assert.Equal(0, world.CountOf("goapi"));
    }
}
