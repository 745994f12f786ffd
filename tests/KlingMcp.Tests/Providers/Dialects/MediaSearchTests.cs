using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>The search for a result in a place where nobody has seen one yet.</summary>
public class MediaSearchTests
{
    private const string Url = "https://e.example/f?sig=1";

    private static IReadOnlyList<KlingOutput> In(string json) => MediaSearch.In(Json.Parse(Responses.Ok(json)));

    [Theory]
    [InlineData("Video", "mp4", "mov", "webm", "m4v", "mkv")]
    [InlineData("Image", "png", "jpg", "jpeg", "webp", "gif")]
    [InlineData("Audio", "mp3", "wav", "m4a", "aac", "ogg", "flac")]
    public void A_files_ending_tells_its_type_whatever_its_name_says(string type, params string[] endings) => Assert.All(endings, ending =>
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
    public void An_address_without_an_ending_is_what_its_name_promises(string name, string? type) =>
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
    public void What_was_given_and_what_is_a_still_of_it_is_no_result(string name)
    {
        Assert.Empty(In($$"""{"{{name}}":"https://e.example/a.mp4"}"""));
        Assert.Empty(In($$$"""{"{{{name}}}":{"video":["https://e.example/a.mp4"]}}"""));
    }

    [Fact]
    public void Of_a_file_and_the_same_without_watermark_the_latter_is_taken_and_a_marked_one_alone_says_so()
    {
        Assert.Equal(
            [new(OutputType.Video) { Url = "https://e.example/c.mp4" }],
            In("""{"url":"https://e.example/m.mp4","url_without_watermark":"https://e.example/c.mp4"}"""));
        Assert.Equal(
            [new(OutputType.Video) { Url = "https://e.example/m.mp4", Watermarked = true }],
            In("""{"watermark_url":"https://e.example/m.mp4","watermark_url_without_watermark":""}"""));
    }

    [Fact]
    public void An_answer_that_never_ends_gives_the_first_fifty_and_those_not_too_deep()
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
    public void The_order_is_the_bodys() => Assert.Equal(
        ["https://e.example/1.mp4", "https://e.example/2.png"],
        In("""[{"a":{"b":"https://e.example/1.mp4"}},"https://e.example/2.png"]""").Select(static o => o.Url));
}
