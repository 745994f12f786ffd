using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Tests that run for both PiAPI and GoAPI.</summary>
public abstract class PlatformTests(string provider)
{
    protected const string Id = "c16e5746-c46d-4287-9286-a06063c50a24";
    protected const string Clean = "https://storage.theapi.app/videos/1.mp4";
    protected const string Marked = "https://v15-kling.klingai.com/bs2/1_video.mp4?x-kcdn-pid=112372";

    private protected ProviderDescriptor Provider { get; } =
        ProviderCatalog.Find(provider) ?? throw new InvalidOperationException(provider);

    private protected LookupApi Api => Provider.Keys[0].Api;

    /// <summary>A whole body.</summary>
    /// <param name="data">Further members of <c>data</c>, each with a comma before it.</param>
    private protected static string Body(string status, string data = "", string envelope = "'code':200,'message':'success',") =>
        $"{{{envelope}'data':{{'task_id':'{Id}','model':'kling','task_type':'video_generation','status':'{status}'{data}}}}}";

    private protected static string Completed(string output) => Body("completed", $",'output':{output}");

    private protected Result<KlingTask> Read(ProviderResponse response, string id = Id) => Api.Read(LookupRequest.About(id), response)[0];

    private protected KlingTask TaskOf(string body, int status = 200, string id = Id)
    {
        var reading = Read(Responses.Quoted(body, status), id);
        Assert.True(reading.IsSuccess, $"{reading.Fault}");
        return reading.Value;
    }

    private protected Fault FaultOf(ProviderResponse response, string id = Id)
    {
        var reading = Read(response, id);
        Assert.False(reading.IsSuccess, $"{reading.Value}");
        return reading.Fault;
    }
}
