using KlingMcp.Domain;
using KlingMcp.Providers;
using KlingMcp.Providers.UseApi;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.UseApi;

/// <summary>Bodies in useapi's shape, as small as the tests need them.</summary>
internal static class UseApiBodies
{
    public const string Id = "123456789";

    public const string Succeed = "'status':99,'status_name':'succeed','status_final':true";
    public const string Processing = "'status':10,'status_name':'processing','status_final':false";

    public const string Work = """
        {'workId':987654321,'taskId':123456789,'type':'m2v_img2video_hq','contentType':'video',
         'resource':{'resource':'https://s21-kling.klingai.com/bs2/clip.mp4?a=1\u0026b=2','height':1268,'width':724,'duration':5041},
         'cover':{'resource':'https://s21-kling.klingai.com/bs2/still.jpg','height':1268,'width':724,'duration':0},
         'downloadInfo':{'fileTypes':[{'type':'MP4','watermark':true}]}}
        """;

    public const string Task = """
        'id':123456789,'type':'m2v_img2video_hq','createTime':1744858514499,'updateTime':1744858823172,
        'taskInfo':{'type':'m2v_img2video_hq',
          'inputs':[{'name':'input','inputType':'URL','url':'https://s21-kling.klingai.com/mine.jpg','fromWorkId':null}],
          'arguments':[{'name':'prompt','value':'A person dancing'},{'name':'negative_prompt','value':''},
          {'name':'kling_version','value':'2.0'}]}
        """;

    /// <summary>A whole body.</summary>
    /// <param name="root">State, <c>etaTime</c>, <c>message</c>, each followed by a comma.</param>
    /// <param name="works">The works, separated by commas.</param>
    /// <param name="task">More members of <c>task</c>, each followed by a comma.</param>
    public static string Body(string root, string works = "", string task = "") => $"{{{root}'task':{{{task}{Task}}},'works':[{works}]}}";

    public static Result<KlingTask> Read(string body, int status = 200, string id = Id) =>
        UseApiProvider.Descriptor.Keys[0].Api.Read(LookupRequest.About(id), Responses.Quoted(body, status))[0];

    public static KlingTask TaskOf(string body, int status = 200) =>
        Read(body, status).Value ?? throw new InvalidOperationException($"no task: {Read(body, status).Fault}");

    public static Fault FaultOf(string body, int status = 200, string id = Id) =>
        Read(body, status, id).Fault ?? throw new InvalidOperationException("a task, no fault");
}
