using KlingMcp.Domain;
using KlingMcp.Providers.Dialects;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Outputs of the gateways of many models: one address, lists, objects, and the type of each.</summary>
public class PlainOutputsTests
{
    [Theory]
    [InlineData("\"https://e.example/a.mp4\"", "Video https://e.example/a.mp4")]
    [InlineData("\"https://e.example/a\"", "File https://e.example/a")]
    [InlineData("[\"https://e.example/a.png\",{\"url\":\"https://e.example/b.mp3\"}]",
        "Image https://e.example/a.png, Audio https://e.example/b.mp3")]
    [InlineData("[\"https://e.example/a.png\",null]", "Image https://e.example/a.png, File ")]
    [InlineData("{\"video\":\"https://e.example/a\",\"image\":\"https://e.example/b\",\"audio\":\"https://e.example/c\"}",
        "Video https://e.example/a, Image https://e.example/b, Audio https://e.example/c")]
    [InlineData("{\"url\":\"https://e.example/a\",\"content_type\":\"video/mp4\"}", "Video https://e.example/a")]
    [InlineData("{\"url\":\"https://e.example/a\",\"content_type\":\"IMAGE/png\"}", "Image https://e.example/a")]
    [InlineData("{\"url\":\"https://e.example/a\",\"content_type\":\"audio / mpeg\"}", "Audio https://e.example/a")]
    [InlineData("{\"url\":\"https://e.example/a\",\"content_type\":\"text/plain\"}", "File https://e.example/a")]
    [InlineData("{\"url\":\"https://e.example/a.png\",\"content_type\":\"video/mp4\"}", "Image https://e.example/a.png")]
    [InlineData("{\"video\":{\"url\":\"https://e.example/a\",\"content_type\":\"image/png\"}}", "Image https://e.example/a")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("7", "")]
    public void An_output_has_the_type_of_its_address_else_of_its_content_else_of_its_place(string place, string outputs) =>
        Assert.Equal(outputs, string.Join(", ", Of(place).Select(static o => $"{o.Type} {o.Url}")));

    [Theory]
    [InlineData("5", 5.0)]
    [InlineData("\"5.5\"", 5.5)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("null", null)]
    public void A_file_has_its_duration_in_seconds_and_its_size(string duration, double? seconds)
    {
        var file = Assert.Single(Of($$"""{"url":"https://e.example/a","duration":{{duration}},"width":640,"height":"480"}"""));

        Assert.Equal((seconds, 640, 480), (file.DurationSeconds, file.Width, file.Height));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(7, 0)]
    public void Objects_are_searched_six_levels_deep(int levels, int found) => Assert.Equal(
        found, Of(string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "\"https://e.example/a.mp4\"" + new string('}', levels)).Count);

    [Fact]
    public void Lists_are_searched_six_levels_deep()
    {
        Assert.Equal("https://e.example/a.mp4", Assert.Single(Of(Nested(6))).Url);
        Assert.Null(Assert.Single(Of(Nested(7))).Url);

        static string Nested(int levels) => new string('[', levels) + "\"https://e.example/a.mp4\"" + new string(']', levels);
    }

    [Fact]
    public void Five_hundred_entries_are_read()
    {
        var addresses = string.Join(',', Enumerable.Range(0, 501).Select(static i => $"\"https://e.example/{i}.mp4\""));
        var members = string.Join(',', Enumerable.Range(0, 501).Select(static i => $"\"m{i}\":\"https://e.example/{i}.mp4\""));

        Assert.Equal((500, 500), (Of($"[{addresses}]").Count, Of($"{{{members}}}").Count));
    }

    private static IReadOnlyList<KlingOutput> Of(string place) => PlainOutputs.Of(Json.Parse(Responses.Ok($$"""{"p":{{place}} }"""))["p"]);
}
