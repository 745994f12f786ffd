using KlingMcp.Lookups;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Lookups.Rules;

/// <summary>What a refused <c>task_id</c> is told to do, word by word, and which kinds are taken.</summary>
public class RefusalTests
{
    private const string Number = "842250903629086785";
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string Grammar = "An id has 1 to 128 letters, digits or - _ . ~ @ + = *";
    private const string Addresses =
        "Give the id itself, provider:ID, or a lookup address such as https://api.piapi.ai/api/v1/task/ID.";

    [Theory]
    [InlineData("", "the task id is empty", $"{Grammar}; give it bare, as provider:ID, or as the lookup address.")]
    [InlineData("a!b", "\"a!b\" is not a task id", $"{Grammar}; give it bare, as provider:ID, or as the lookup address.")]
    [InlineData("a!/b", "\"a!/b\" is not a task id",
        $"{Grammar}; a kind goes behind the provider's name: official:videos/image2video/ID.")]
    [InlineData("piapi:a/b!", "\"piapi:a/b!\" is not a task id", $"{Grammar}; give it bare, as provider:ID, or as the lookup address.")]
    [InlineData("look at 842250903629086785", "\"look at 842250903629086785\" is not a task id",
        "Give only the id: \"842250903629086785\".")]
    [InlineData("piapi:a:b/842", "\"piapi:a:b/842\" is not a task id",
        $"{Grammar}; give it bare, as provider:ID, or as the lookup address.")]
    [InlineData("piapi:842250903629086785/842", "\"piapi:842250903629086785/842\" is not a task id",
        "Give only the id: \"842250903629086785\".")]
    [InlineData("your_task_id", "\"your_task_id\" is a placeholder, not a task id",
        "Give the id that the provider returned when the task was created.")]
    [InlineData("piapi:your_id", "\"piapi:your_id\" is a placeholder, not a task id",
        "Give the id that the provider returned when the task was created.")]
    [InlineData("sandbox-ok-5", "\"sandbox-ok-5\" is an id of the sandbox; it was not sent anywhere",
        "Start kling-mcp with --sandbox to try it, or give the id of a task.")]
    [InlineData("the-secret-key-of-the-tests", "this is a key, not a task id; it was not sent anywhere",
        "Give the id of the task; a key belongs in its environment variable.")]
    [InlineData("1e18", "a number may have lost digits", "Pass the id as a string, copied from where it was made.")]
    [InlineData("cometapi:zzz/842", "\"zzz\" is not a kind of task at cometapi",
        "Or leave the kind out: cometapi:842 is searched under every kind.")]
    [InlineData("cometapi:image2video/842", "\"image2video\" is not a kind of task at cometapi",
        "Did you mean videos/image2video? Or leave the kind out: cometapi:842 is searched under every kind.")]
    [InlineData("cometapi:a b/842", "\"a b\" is not a kind of task", "A kind is a path such as videos/image2video.")]
    [InlineData("cometapi:a//842", "\"a/\" is not a kind of task", "A kind is a path such as videos/image2video.")]
    [InlineData("cometapi:/842", "\"\" is not a kind of task", "A kind is a path such as videos/image2video.")]
    [InlineData("piapi://842", "this is not an http or https address", Addresses)]
    [InlineData("https://nowhere.example/842", "the address at \"nowhere.example\" is not a lookup address of a known provider", Addresses)]
    [InlineData($"https://me@api.piapi.ai/api/v1/task/{Uuid}", "the address contains a user name or password",
        "Give the lookup address without it.")]
    [InlineData($"https://@api.piapi.ai/api/v1/task/{Uuid}", "the address contains a user name or password",
        "Give the lookup address without it.")]
    public void A_refusal_says_why_and_what_to_do(string asked, string message, string hint)
    {
        var (query, fault) = Parser().Parse(asked, null);

        Assert.Null(query);
        Assert.Equal((message, hint, null), (fault!.Message, fault.Hint, fault.PersonHint));
    }

    [Fact]
    public void Several_ids_are_told_to_a_model_and_to_a_person_in_their_own_words()
    {
        var fault = Parser().Parse($"{Number}, {Uuid}", null).Fault!;

        Assert.Equal("These are several ids: give one, or use get_kling_tasks, whose task_ids takes a list.", fault.Hint);
        Assert.Equal("These are several ids: give each as an argument of its own.", fault.PersonHint);
    }

    [Theory]
    [InlineData($"piapi:{Uuid}", "goapi", "provider says goapi, but \"piapi:0f8fad5b-d9cb-469f-a165-70867728950e\" is a task at piapi")]
    [InlineData($"https://api.piapi.ai/api/v1/task/{Uuid}", "goapi", "provider says goapi, but the address is one of piapi")]
    public void A_provider_that_contradicts_the_id_is_refused(string asked, string provider, string message)
    {
        var fault = Parser().Parse(asked, provider).Fault!;

        Assert.Equal((message, "Leave provider out, or make the two agree."), (fault.Message, fault.Hint));
    }

    [Fact]
    public void An_address_that_two_providers_share_is_to_be_told_with_its_provider()
    {
        var shared = ProviderCatalog.All.ToDictionary(static p => p.Name, static p => p.DefaultAddress);
        shared["goapi"] = shared["piapi"] = "https://proxy.example/p";
        var parser = Parser(shared);
        var address = $"https://proxy.example/p/api/v1/task/{Uuid}";

        var fault = parser.Parse(address, null).Fault!;

        Assert.Equal(
            ("the address may be one of goapi or piapi", "Say which with the provider argument."), (fault.Message, fault.Hint));
        Assert.Equal("piapi", parser.Parse(address, "piapi").Query!.Provider!.Name);
        Assert.Equal(
            "provider says kie, but the address is one of goapi or piapi", parser.Parse(address, "kie").Fault!.Message);
        Assert.All(["pq", "x"], other => Assert.Equal(
            "the address at \"proxy.example\" is not a lookup address of a known provider",
            parser.Parse($"https://proxy.example/{other}/api/v1/task/{Uuid}", null).Fault!.Message));
    }

    [Theory]
    [InlineData("cometapi:VIDEOS/Text2Video/842", "videos/text2video")]
    [InlineData("cometapi:videos/text2video/842", "videos/text2video")]
    [InlineData("cometapi:842", null)]
    [InlineData($"fal:fal-ai/kling-image/{Uuid}", "fal-ai/kling-image")]
    [InlineData($"fal:a b/{Uuid}", null)]
    [InlineData($"fal:fal-ai/kling!/{Uuid}", null)]
    [InlineData($"fal:fal-ai//{Uuid}", null)]
    [InlineData($"piapi:video/{Uuid}", null)]
    public void A_kind_is_taken_as_the_provider_writes_it_where_it_matters(string asked, string? kind)
    {
        var (query, fault) = Parser().Parse(asked, null);

        Assert.Null(fault);
        Assert.Equal(kind, query!.Kind);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_kind_has_a_hundred_characters_at_most(int length, bool isTaken)
    {
        var kind = $"fal-ai/{new string('k', length - 7)}";

        Assert.Equal(isTaken ? kind : null, Parser().Parse($"fal:{kind}/{Uuid}", null).Query!.Kind);
    }

    private static QueryParser Parser(IReadOnlyDictionary<string, string>? bases = null) => new(
        ProviderCatalog.All,
        [],
        bases ?? ProviderCatalog.All.ToDictionary(static p => p.Name, static p => p.DefaultAddress),
        ["the-secret-key-of-the-tests"],
        static id => id.StartsWith("sandbox-", StringComparison.Ordinal));
}
