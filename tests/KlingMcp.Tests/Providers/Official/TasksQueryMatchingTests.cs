using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Tests.Providers.Dialects;
using static KlingMcp.Tests.Providers.Official.TasksQueryBodies;

namespace KlingMcp.Tests.Providers.Official;

/// <summary><c>GET /tasks</c>: which task of a list belongs to which id, and refusals.</summary>
public class TasksQueryMatchingTests
{
    [Fact]
    public void An_id_missing_from_the_list_is_not_found() =>
        Assert.Equal(FaultCategory.NotFound, KlingAsk.Fault(Api, LookupRequest.About(Id), Listed("")).Category);

    [Fact]
    public void Several_tasks_are_matched_by_id_and_never_by_position()
    {
        var body = Listed($"{Item("3", "failed")},{Item("1", "processing")}");

        var readings = Api.Read(new(["1", "2", "3"]), KlingAsk.ProviderResponse(body));

        Assert.Equal(3, readings.Count);
        Assert.Equal(("1", KlingTaskStatus.Processing), (readings[0].Value!.Reference.Id, readings[0].Value!.Status));
        Assert.Equal(FaultCategory.NotFound, readings[1].Fault!.Category);
        Assert.Equal(("3", KlingTaskStatus.Failed), (readings[2].Value!.Reference.Id, readings[2].Value!.Status));
    }

    [Fact]
    public void One_malformed_task_does_not_affect_the_others()
    {
        var body = Listed($"{Item("1", "succeeded", ",\"outputs\":[]")},{Item("2", "submitted")}");
        var readings = Api.Read(new(["1", "2"]), KlingAsk.ProviderResponse(body));

        Assert.Equal(FaultCategory.BadResponse, readings[0].Fault!.Category);
        Assert.Equal(KlingTaskStatus.Queued, readings[1].Value!.Status);
    }

    [Fact]
    public void An_empty_page_of_the_history_is_not_found_and_another_body_is_not_a_task()
    {
        Assert.Equal(
            FaultCategory.NotFound, KlingAsk.Fault(Api, LookupRequest.About(Id), """{"code":0,"data":{"result":[],"count":0}}""").Category);
        Assert.Contains(
            "no task",
            KlingAsk.Fault(Api, LookupRequest.About(Id), """{"code":0,"data":{"code":0,"msg":"SUCCEED"}}""").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_other_tasks_is_a_bad_response()
    {
        var fault = KlingAsk.Fault(Api, LookupRequest.About(Id), Listed(Item("900000000000000002", "processing")));

        Assert.Equal((FaultCategory.BadResponse, "the answer is about another task"), (fault.Category, fault.Message));
    }

    [Fact]
    public void A_refusal_is_given_for_each_id()
    {
        var readings = Api.Read(
            new(["1", "2"]), KlingAsk.ProviderResponse("""{"code":1201,"message":"task_ids cannot exceed 20 in total"}""", 400));

        Assert.All(
            readings,
            static r => Assert.Equal((FaultCategory.InvalidInput, 400, "1201"), (r.Fault!.Category, r.Fault.HttpStatus, r.Fault.Code)));
        Assert.Equal(2, readings.Count);
    }

    [Theory]
    [InlineData(",\"external_id\":\"shot-09\"")]
    [InlineData(",\"external_task_id\":\"shot-09\"")]
    [InlineData(",\"task_info\":{\"external_task_id\":\"shot-09\"}")]
    public void An_external_id_is_read_from_each_of_its_places(string place) =>
        Assert.Equal(
            "1", KlingAsk.Task(Api, LookupRequest.About("shot-09", external: true), Listed(Item("1", "submitted", place))).Reference.Id);

    [Fact]
    public void An_external_id_finds_the_task_and_its_own_id()
    {
        var second = Item("2", "processing", ",\"external_id\":\"shot-10\"");
        var body = Listed($"{second},{Item("1", "submitted", ",\"external_id\":\"shot-09\"")}");

        var task = KlingAsk.Task(Api, LookupRequest.About("shot-09", external: true), body);

        Assert.Equal(("official:1", "shot-09"), (task.Reference.ToString(), task.ExternalId));
    }

    [Fact]
    public void An_id_does_not_match_the_external_id_of_another_task() => Assert.Equal(
        FaultCategory.BadResponse,
        KlingAsk.Fault(Api, LookupRequest.About("1"), Listed(Item("2", "processing", ",\"external_id\":\"1\""))).Category);

    [Fact]
    public void A_wrong_key_names_the_variable_and_quotes_nothing()
    {
        var fault = KlingAsk.Fault(
            Api, LookupRequest.About(Id), """{"code":1002,"message":"does not support AK/SK: secret-of-mine"}""", 401);

        Assert.Equal((FaultCategory.Auth, "1002"), (fault.Category, fault.Code));
        Assert.Null(fault.ProviderText);
        Assert.Null(KlingAsk.Fault(Api, LookupRequest.About(Id), """{"code":1002,"message":"secret-of-mine"}""").ProviderText);
        Assert.Contains("KLING_API_KEY", fault.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_with_a_known_state_is_a_task_whatever_the_HTTP_status() =>
        Assert.Equal(
            KlingTaskStatus.Failed,
            KlingAsk.Task(Api, LookupRequest.About(Id), $$$$"""{"code":5000,"data":[{{{{Item(Id, "failed")}}}}]}""", 500).Status);
}
