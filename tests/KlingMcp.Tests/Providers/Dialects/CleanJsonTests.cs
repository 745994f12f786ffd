using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Text is clean wherever an adapter reads it, so that a new field needs no further care.</summary>
public class CleanJsonTests
{
    private const string Key = "qK7vXw2mZt9LbN4s";

    /// <summary>The types through which a string of a body could be read.</summary>
    private static readonly Type[] Readers =
        [
            typeof(JsonElement),
            typeof(JsonDocument),
            typeof(JsonProperty),
            typeof(Utf8JsonReader),
            typeof(JsonSerializer),
            typeof(StreamReader)
        ];

    private static ProviderResponse Response(string body) => Responses.Quoted(body) with { Filter = new([Key]) };

    /// <summary>An adapter of a made-up provider, whose field <c>mood</c> no other code knows.</summary>
    private static Result<KlingTask> ReadMadeUpTask(ProviderResponse response)
    {
        var body = Json.Parse(response);
        KlingTask task = new(new("acme", null, "1"), KlingTaskStatus.Succeeded, body["mood"].Text ?? "")
        {
            Outputs = [new(OutputType.Video) { Url = body["film"].Address, Id = body["handle"].Id, Name = body["mood"].Text }],
        };
        return TaskNormalizer.Of(task, response, body);
    }

    [Fact]
    public void A_field_that_a_new_adapter_reads_is_clean()
    {
        var task = ReadMadeUpTask(
            Response($"{{'mood':'calm\u200B, with {Key}','film':'https://e.example/a.mp4','handle':'h-{Key}'}}")).Value!;

        Assert.Equal("calm, with ***", task.ProviderStatus);
        Assert.Equal([new(OutputType.Video) { Url = "https://e.example/a.mp4", Name = "calm, with ***" }], task.Outputs);
    }

    [Fact]
    public void Text_from_every_kind_of_place_is_clean()
    {
        var root = Json.Parse(Response($"{{'a':'{Key}','list':['{Key}'],'object':{{'b':'{Key}'}},'embedded':'[\\\"{Key}\\\"]'}}"));
        Json[] places =
        [
            root["a"], root["list"].Items.Single(), root["object"]["b"], root["object"].Members.Single().Value,
            root["embedded"].Embedded.Items.Single(), Json.First(root["none"], root["a"]),
        ];

        Assert.All(places, static place => Assert.Equal(("***", Key), (place.Text, place.RawText)));
        Assert.All(places, static place => Assert.Null(place.Id));
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("a " + Key, "1 address is withheld because it contains a key.")]
    [InlineData("a 1" + Key + " 2" + Key, "2 addresses are withheld because they contain a key.")]
    public void A_task_says_how_many_addresses_are_withheld(string files, string? advice)
    {
        var items = string.Join(',', files.Split(' ').Select(static file => $"{{'type':'video','url':'https://e.example/{file}.mp4'}}"));
        var response = Response($"{{'outputs':[{items}]}}");
        KlingTask task = new(
            new("official", null, "1"), KlingTaskStatus.Succeeded, "succeeded")
        { Outputs = KlingOutputs.Of(Json.Parse(response)) };

        var read = TaskNormalizer.Of(task, response).Value!;
        var advised = TaskNormalizer.Of(
            task with { Advice = "Save it.", Outputs = KlingOutputs.Of(Json.Parse(response)) }, response).Value!;

        Assert.Equal(advice, read.Advice);
        Assert.Equal(advice is null ? "Save it." : $"{advice} Save it.", advised.Advice);
        Assert.Equal(["https://e.example/a.mp4"], read.Outputs.Select(static o => o.Url));
    }

    [Fact]
    public void Each_task_of_a_list_counts_its_own_withheld_addresses()
    {
        var withheld = $"{{'type':'video','url':'https://e.example/{Key}.mp4'}}";
        var response = Response(
            $"{{'code':0,'data':[{{'id':'1','status':'failed','outputs':[{withheld}]}},"
            + $"{{'id':'2','status':'succeeded','outputs':[{{'type':'video','url':'https://e.example/a.mp4'}},{withheld}]}},"
            + "{'id':'3','status':'succeeded','outputs':[{'type':'video','url':'https://e.example/b.mp4'}]}]}");

        var readings = ProviderCatalog.Find("official")!.Keys[0].Api.Read(new(["1", "2", "3"]), response);

        Assert.Equal([null, "1 address is withheld because it contains a key.", null], readings.Select(static r => r.Value!.Advice));
    }

    [Fact]
    public void A_success_whose_addresses_are_all_withheld_is_a_bad_response()
    {
        var fault = ReadMadeUpTask(Response($"{{'film':'https://e.example/{Key}.mp4'}}")).Fault;

        Assert.Equal(
            (FaultCategory.BadResponse, "every output's address contains a key, so none is given"), (fault?.Category, fault?.Message));
    }

    [Fact]
    public void A_task_whose_id_contains_a_key_is_a_bad_response()
    {
        var fault = TaskNormalizer.Of(new(new("piapi", null, Key), KlingTaskStatus.Queued, ""), Response("{}")).Fault;

        Assert.Equal((FaultCategory.BadResponse, "the task's id contains a key"), (fault?.Category, fault?.Message));
    }

    [Theory]
    [InlineData("piapi", 400)]
    [InlineData("useapi", 400)]
    [InlineData("ezmodel", 500)]
    [InlineData("cometapi", 500)]
    [InlineData("official", 400)]
    public void The_text_and_the_code_of_a_refusal_are_clean(string provider, int status)
    {
        var response = Responses.Quoted(
            $"{{'code':'x-{Key}','message':'say\u200B {Key}','error':{{'code':'x-{Key}','message':'say {Key}'}}}}", status);

        var api = ProviderCatalog.Find(provider)!.Keys[0].Api;
        var fault = api.Read(LookupRequest.About("1", "videos/image2video"), response with { Filter = new([Key]) })[0].Fault!;

        Assert.Equal(("say ***", "x-***"), (fault.ProviderText, fault.Code));
    }

    [Fact]
    public void Only_Json_reads_strings_of_a_body()
    {
        var offenders =
            from type in typeof(Json).Assembly.GetTypes()
            where type.FullName!.StartsWith("KlingMcp.Providers.", StringComparison.Ordinal) && !type.FullName.StartsWith(
                typeof(Json).FullName!, StringComparison.Ordinal)
            from method in type.GetMembers(
                BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                .OfType<MethodBase>()
            where CalledMethods.Of(method).Any(IsReader)
            select $"{type.FullName}.{method.Name}";

        Assert.Empty(offenders);
        Assert.Contains(
            CalledMethods.Of(typeof(Json).GetProperty(nameof(Json.Whole))!.GetMethod!), static called => called.Name == "get_RawText");
        Assert.Contains(
            typeof(Json).GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.NonPublic),
            static method => CalledMethods.Of(method).Any(IsReader));
    }

    private static bool IsReader(MethodBase called) =>
        Readers.Contains(called.DeclaringType)
        || (called.DeclaringType == typeof(JsonNode) && called.Name is nameof(JsonNode.Parse) or nameof(JsonNode.GetValue))
        || (typeof(Encoding).IsAssignableFrom(called.DeclaringType) && called.Name is nameof(Encoding.GetString));
}
