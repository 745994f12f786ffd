using System.Net;
using FsCheck.Fluent;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Properties;

/// <summary>Properties of ids: wrapping one changes nothing, and text that is not one id reaches no provider.</summary>
public class IdProperties
{
    private static readonly string[] Ids =
    [
        "842250903629086785", "c16e5746-c46d-4287-9286-a06063c50a24", "c16e5746c46d42879286a06063c50a24", "123456789",
        "CjMT7WdSwWcAAAAAALvB3g", "task_abc1", "shot-09", "镜头-9",
        "official:842250903629086785", "piapi:c16e5746-c46d-4287-9286-a06063c50a24",
        "ezmodel:general/advanced-custom-elements/842250903629086785",
        "https://api.piapi.ai/api/v1/task/c16e5746-c46d-4287-9286-a06063c50a24",
        "https://api.klingai.com/v1/videos/text2video/842250903629086785",
    ];

    private static readonly string[] Sure =
    [
        " {0}\n", "\"{0}\"", "'{0}'", "`{0}`", "```{0}```", "\u201c{0}\u201d", "\u201e{0}\u201c", "«{0}»",
        "「{0}」", "『{0}』", "({0})", "[{0}]",
        "<{0}>", "【{0}】", "（{0}）", "{0};", "{0},", "{0}。", "{0}，", "\ufeff{0}", "\u200b{0}\u200d", "\u202a{0}\u202c",
        "task_id: {0}", "taskId={0}", "Task ID： {0}", "id:{0}", "request_id = {0}", "generation_id:{0}",
    ];

    private const string Link = "[{0}](https://somewhere.example/page)";

    private static readonly string[] Emphasis = ["**{0}**", "*{0}*", "_{0}_", "~~{0}~~", "{0}."];

    private static readonly string[] NotIds =
    [
        "{0} {1}", "{0}\n{1}", "{0}, {1}", "[\"{0}\",\"{1}\"]",
        "the task {0} is done?", "Done! Task: {0} (saved)", "{{\"task_id\": \"{0}\"}}",
        "{{\"data\":{{\"task_id\":\"{0}\",\"task_status\":\"succeed\"}}}}", "what about {0}", "{0} | {0}", "undefined", "null", "None",
        "YOUR_TASK_ID", "<id>", "<task_id>", "${{TASK_ID}}", "{{{{task_id}}}}", "842250903629086785n", "842250903629086785.0",
        "8.422509036290868e17", "842_250_903_629_086_785", "[object Object]", "",
    ];

    private static readonly Dictionary<string, string?> Everyone = new()
    {
        ["KLING_API_KEY"] = "key-of-official",
        ["PIAPI_API_KEY"] = "key-of-piapi",
        ["GOAPI_API_KEY"] = "key-of-goapi",
        ["USEAPI_API_TOKEN"] = "key-of-useapi",
        ["EZMODEL_API_KEY"] = "key-of-ezmodel",
        ["COMETAPI_API_KEY"] = "key-of-cometapi",
    };

    [Fact]
    public void Wrapping_an_id_gives_the_same_requests()
    {
        List<string> sent = [];
        using var offline = Watched(sent);
        var bare = Ids.ToDictionary(static id => id, id => RequestsFor(offline, sent, id));
        Assert.All(bare.Values, static requests => Assert.NotEmpty(requests));

        PropertyCheck.ForAll(
            from id in Gen.Elements(Ids)
            from wraps in Gen.Elements(Sure).ListOf()
            from link in Gen.Frequency((3, Gen.Constant("{0}")), (1, Gen.Constant(Link)))
            from mark in Gen.Frequency((2, Gen.Constant("{0}")), (1, Gen.Elements(Emphasis)))
            let inner = Wrap(MayHaveMarks(id) ? "{0}" : mark, id)
            select (id, text: wraps.Take(2).Append(link).Concat(wraps.Skip(2).Take(1)).Aggregate(inner, static (t, wrap) => Wrap(wrap, t))),
            one => Assert.True(bare[one.id].SequenceEqual(RequestsFor(offline, sent, one.text)), one.text));
    }

    [Fact]
    public void Text_that_is_not_one_id_reaches_no_provider()
    {
        List<string> sent = [];
        using var offline = Watched(sent);

        PropertyCheck.ForAll(
            from form in Gen.Elements(NotIds)
            from first in Gen.Elements(Ids)
            from second in Gen.Elements(Ids)
            from wrap in Gen.Elements([.. Sure, "{0}"])
            select Wrap(wrap, string.Format(null, form, first, second)),
            text => Assert.Empty(RequestsFor(offline, sent, text)));
    }

    private static string Wrap(string wrap, string text) => wrap.Replace("{0}", text, StringComparison.Ordinal);

    /// <summary>External ids, and ids of a form with free text, may begin or end with any mark, so none is removed.</summary>
    private static bool MayHaveMarks(string id) => id is "shot-09" or "镜头-9" or "task_abc1";

    private static string[] RequestsFor(ServerHarness offline, List<string> sent, string text)
    {
        sent.Clear();
        Assert.Equal(true, offline.Look(text).IsError);
        return [.. sent.Order(StringComparer.Ordinal)];
    }

    private static ServerHarness Watched(List<string> sent) => ServerHarness.Offline(Everyone, request =>
    {
        lock (sent) sent.Add(request.RequestUri!.ToString());
        return new(HttpStatusCode.NotFound) { Content = new StringContent("{}") };
    });
}
