using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The envelope of Kling's API around a list, and around what is neither a task nor a list.</summary>
public class KlingEnvelopeTests
{
    [Fact]
    public void Rows_of_a_list_without_an_id_or_a_state_are_left_out()
    {
        var page = ReadList("{'code':0,'data':[{'task_id':'1','task_status':'succeed'},{'task_status':'succeed'},{'task_id':'2'}]}");

        Assert.Equal("1", Assert.Single(page.Value!.Tasks).Reference.Id);
    }

    [Theory]
    [InlineData("{'code':0,'data':{'result':[{'task_id':'1','task_status':'succeed'}]}}", 1)]
    [InlineData("{'code':0,'data':{'rows':[{'task_id':'1','task_status':'succeed'}]}}", 1)]
    [InlineData("{'code':0,'data':[]}", 0)]
    [InlineData("{'code':0,'data':null}", 0)]
    [InlineData("{'code':0,'data':{'total':0}}", null)]
    [InlineData("{'code':0,'data':'none'}", null)]
    [InlineData("{'code':1000,'data':[]}", null)]
    public void A_list_is_data_or_a_member_of_it_and_no_data_is_an_empty_list(string body, int? rows) =>
        Assert.Equal(rows, ReadList(body).Value?.Tasks.Count);

    [Theory]
    [InlineData("{'code':0,'data':[]}", "not_found")]
    [InlineData("{'code':0,'data':null}", "not_found")]
    [InlineData("{'code':0,'data':{'result':[]}}", "not_found")]
    [InlineData("{'code':0,'data':{'total':0}}", "bad_response")]
    [InlineData("{'code':0,'data':[{'total':0}]}", "bad_response")]
    [InlineData("{'code':0,'data':[{'task_id':'9','task_status':'succeed'}]}", "bad_response")]
    public void An_empty_list_means_that_the_id_is_unknown_and_anything_else_is_no_answer(string body, string category)
    {
        var results = KlingEnvelope.Read(
            LookupRequest.About("8"), Responses.Quoted(body), Reference, static (task, id) => KlingTaskBody.IdOf(task) == id);

        Assert.Equal(category, Assert.Single(results).Fault!.Category.Word);
    }

    [Fact]
    public void An_output_that_names_its_type_may_be_several_pictures()
    {
        var task = Json.Parse(Responses.Quoted(
            "{'outputs':[{'type':'image','id':'7','url_1':'https://e.example/1.png','url_2':'https://e.example/2.png'}]}"));

        Assert.Equal(["https://e.example/1.png", "https://e.example/2.png"], KlingOutputs.Of(task).Select(static o => o.Url));
    }

    private static Result<ListPage> ReadList(string body) =>
        KlingEnvelope.ReadList(Responses.Quoted(body), Reference, static (_, _) => null);

    private static TaskReference Reference(string id) => new("official", null, id);
}
