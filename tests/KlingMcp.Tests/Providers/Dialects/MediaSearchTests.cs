using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The search for outputs at unknown places.</summary>
public class MediaSearchTests
{
    private const string Url = "https://e.example/f?sig=1";

    private static IReadOnlyList<KlingOutput> In(string json) => MediaSearch.In(Json.Parse(Responses.Ok(json)));

    [Theory]
    [InlineData("Video", "mp4", "mov", "webm", "m4v", "mkv")]
    [InlineData("Image", "png", "jpg", "jpeg", "webp", "gif")]
    [InlineData("Audio", "mp3", "wav", "m4a", "aac", "ogg", "flac")]
    public void The_extension_decides_the_type_whatever_the_member_is_named(string type, params string[] endings) =>
        Assert.All(endings, ending =>
    {
        Assert.Equal(type, $"{Assert.Single(In($$"""{"video":"https://e.example/f.{{ending}}?x=.txt"}""")).Type}");
        Assert.Equal(type, $"{Assert.Single(In($$"""{"sound":"https://e.example/F.{{ending.ToUpperInvariant()}}#t=.txt"}""")).Type}");
    });

    [Theory]
    [InlineData("video", "Video")]
    [InlineData("myVideoFile", "Video")]
    [InlineData("image", "Image")]
    [InlineData("imageUrl", "Image")]
    [InlineData("audio_url", "Audio")]
    [InlineData("soundTrack", "Audio")]
    [InlineData("url", "Video")]
    [InlineData("resource", "Video")]
    [InlineData("file", "Video")]
    [InlineData("homepage", null)]
    [InlineData("id", null)]
    public void Without_an_extension_the_name_of_the_member_decides_the_type(string name, string? type) =>
        Assert.Equal(type is null ? [] : [type], In($$"""{"{{name}}":"{{Url}}"}""").Select(static o => $"{o.Type}"));

    [Theory]
    [InlineData("cover")]
    [InlineData("cover_url")]
    [InlineData("thumbnail")]
    [InlineData("poster")]
    [InlineData("inputs")]
    [InlineData("params")]
    [InlineData("request")]
    [InlineData("webhook")]
    [InlineData("replyUrl")]
    [InlineData("callback_url")]
    [InlineData("endpoint")]
    [InlineData("parent_video")]
    [InlineData("origin")]
    [InlineData("config")]
    [InlineData("task_info")]
    [InlineData("taskInfo")]
    [InlineData("arguments")]
    public void Inputs_settings_and_covers_are_not_results(string name)
    {
        Assert.Empty(In($$"""{"{{name}}":"https://e.example/a.mp4"}"""));
        Assert.Empty(In($$$"""{"{{{name}}}":{"video":["https://e.example/a.mp4"]}}"""));
    }

    [Fact]
    public void The_file_without_watermark_is_preferred_and_one_with_watermark_is_marked()
    {
        Assert.Equal(
            [new(OutputType.Video) { Url = "https://e.example/c.mp4" }],
            In("""{"url":"https://e.example/m.mp4","url_without_watermark":"https://e.example/c.mp4"}"""));
        Assert.Equal(
            [new(OutputType.Video) { Url = "https://e.example/m.mp4", Watermarked = true }],
            In("""{"watermark_url":"https://e.example/m.mp4","watermark_url_without_watermark":""}"""));
    }

    [Fact]
    public void The_search_stops_after_fifty_outputs_and_sixteen_levels()
    {
        var wide = $"[{string.Join(',', Enumerable.Range(0, 60).Select(static n => $"\"https://e.example/{n}.mp4\""))}]";

        Assert.Equal(Enumerable.Range(0, 50).Select(static n => $"https://e.example/{n}.mp4"), In(wide).Select(static o => o.Url));
        Assert.Single(In(Nested(16)));
        Assert.Empty(In(Nested(17)));
        Assert.Empty(In(Members(17)));

        static string Nested(int levels) => $"{new string('[', levels)}\"https://e.example/a.mp4\"{new string(']', levels)}";

        static string Members(int levels) =>
            $"{string.Concat(Enumerable.Repeat("{\"a\":", levels))}\"https://e.example/a.mp4\"{new string('}', levels)}";
    }

    [Fact]
    public void Outputs_keep_the_order_of_the_body() => Assert.Equal(
        ["https://e.example/1.mp4", "https://e.example/2.png"],
        In("""[{"a":{"b":"https://e.example/1.mp4"}},"https://e.example/2.png"]""").Select(static o => o.Url));
}
