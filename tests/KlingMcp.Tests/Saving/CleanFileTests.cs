using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Saving;

/// <summary>useapi.net gives its files with a watermark, and without one in another call.</summary>
public sealed class CleanFileTests : IAsyncDisposable
{
    private const string Id = "123456789";

    private readonly SaveWorld world = new();
    private readonly MediaFile clean = new() { Bytes = MediaFile.Video(70_000, seed: 7) };
    private Func<Exchange, Task> download;

    public CleanFileTests()
    {
        download = exchange => exchange.SendAsync(200, $$"""{"cdnUrl":"{{world.Providers.AddressOf("media")}}/clean.mp4","status":"ok"}""");
        world.Providers.Add("useapi", Id, KlingTaskStatus.Succeeded, task => task with { Url = world.Url });
        world.Providers.Overrides.Enqueue((request, exchange) =>
            request.Target.Contains("/assets/download", StringComparison.Ordinal) ? download(exchange)
            : request.Target.StartsWith("/media/clean.mp4", StringComparison.Ordinal) ? clean.AnswerAsync(request, exchange)
            : null);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_file_without_watermark_is_saved_where_it_is_given()
    {
        await using var server = Start();

        var answer = await server.SaveAsync($"useapi:{Id}");

        Assert.Equal(Path.Combine(world.Folder, $"useapi-{Id}-1.mp4"), answer.At("saved.0.path"));
        Assert.Null(answer.At("saved.0.watermarked"));
        Assert.Equal(clean.Bytes, await File.ReadAllBytesAsync(answer.At("saved.0.path")!, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(world.Fetches, static r => r.Target.Contains("a.mp4", StringComparison.Ordinal));
        var asked = Assert.Single(world.Providers.Requests, static r => r.Target.Contains("download", StringComparison.Ordinal));
        Assert.Matches("/useapi/v1/kling/assets/download\\?workIds=[0-9]+&fileTypes=MP4$", asked.Target);
        Assert.DoesNotContain("Authorization", world.Fetches[0].Headers.Keys);
    }

    [Theory]
    [InlineData(402, "{\"error\":\"Kling subscription required\"}", "insufficient_credit")]
    [InlineData(403, "{\"error\":\"no\"}", "permission")]
    [InlineData(200, "{\"status\":\"pending\"}", "bad_response")]
    [InlineData(200, "{\"cdnUrl\":\"file:///etc/passwd\"}", "bad_response")]
    [InlineData(404, "Not found", "not_found")]
    public async Task Otherwise_the_watermarked_one_is_saved_and_the_answer_says_so(int status, string body, string category)
    {
        download = exchange => exchange.SendAsync(status, body);
        await using var server = Start();

        var answer = await server.SaveAsync($"useapi:{Id}");

        Assert.Equal(Path.Combine(world.Folder, $"useapi-{Id}-1-watermarked.mp4"), answer.At("saved.0.path"));
        Assert.Equal("True", answer.At("saved.0.watermarked"));
        Assert.Equal($"useapi did not give the file without watermark ({category}).", answer.At("next"));
        Assert.Contains(", watermarked: ", answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_watermarked_one_is_saved_too_where_the_other_cannot_be_fetched()
    {
        clean.Instead = static (_, exchange) => exchange.SendAsync(200, "<html>");
        await using var server = Start();

        var answer = await server.SaveAsync($"useapi:{Id}");

        Assert.Equal("True", answer.At("saved.0.watermarked"));
        Assert.Equal([$"useapi-{Id}-1-watermarked.mp4"], world.Names);
    }

    private ServerHarness Start() => world.Start(world.Providers.Environment("useapi"));
}
