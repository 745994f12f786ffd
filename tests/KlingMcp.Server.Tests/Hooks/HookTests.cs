using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Server.Hooks;
using KlingMcp.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace KlingMcp.Tests.Hooks;

/// <summary>A provider may say that a task has changed. Then it is read sooner, and nothing else happens.</summary>
public sealed class HookTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private const string OfficialId = "842250903629086785";
    private const string Secret = "hook-secret-of-the-tests-0123456789";
    private const string WebhookSecret = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI=";

    private readonly ProviderWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("/hooks/piapi/" + Secret, null)]
    [InlineData("/hooks/piapi", Secret)]
    public async Task A_hook_brings_the_next_read_forward(string path, string? header)
    {
        world.AddFinishingAfter("piapi", Id, reads: 1);
        await using var server = await StartAsync();
        var client = await server.ConnectAsync();
        var waiting = client.CallAsync("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":50}""");
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") == 1);

        await Eventually.IsTrueAsync(() =>
        {
            var status = PostAsync(server, path, Body(Id), header).GetAwaiter().GetResult();
            Assert.True(status is HttpStatusCode.NoContent or HttpStatusCode.TooManyRequests, $"{status}");
            return waiting.IsCompleted;
        });

        Assert.Equal("succeeded", (await waiting).At("status"));
        Assert.Equal(2, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Whoever_does_not_know_the_secret_finds_nothing()
    {
        await using var server = await StartAsync();
        await using var without = await TeamServer.StartAsync(world.Environment("piapi"));

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(server, "/hooks/piapi/wrong", Body(Id)));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(server, "/hooks/piapi", Body(Id)));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(server, "/hooks/piapi", Body(Id), "wrong"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(server, $"/hooks/kie/{Secret}", Body(Id)));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(server, $"/hooks/nobody/{Secret}", Body(Id)));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(without, $"/hooks/piapi/{Secret}", Body(Id)));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(without, "/hooks/piapi/", Body(Id)));
    }

    [Fact]
    public async Task Floods_and_lies_cost_one_early_read()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var server = await StartAsync();
        var client = await server.ConnectAsync();
        Waiting progress = new();
        var waiting = client.CallToolAsync(
            "wait_for_kling_task",
            new Dictionary<string, object?> { ["task_id"] = Id, ["timeout_seconds"] = 6 },
            progress,
            cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => progress.Reports > 0);

        for (var i = 0; i < 59; i++)
        {
            var lie = $$"""{"data":{"task_id":"{{Id}}","status":"completed","output":{"video_url":"https://evil.example/x.mp4"} } }""";
            Assert.Equal(HttpStatusCode.NoContent, await PostAsync(server, $"/hooks/piapi/{Secret}", i % 2 == 0 ? lie : "not JSON"));
        }

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(server, $"/hooks/piapi/{Secret}", Body(Guid.NewGuid().ToString())));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PostAsync(server, $"/hooks/piapi/{Secret}", Body(Id)));
        var answer = await waiting;
        Assert.Equal("processing", answer.At("status"));
        Assert.DoesNotContain("evil", answer.Text(), StringComparison.Ordinal);

        // The first read, one for the hooks, and one more after five seconds, which a busy machine may take.
        Assert.InRange(world.CountOf("piapi"), 2, 3);
    }

    [Fact]
    public async Task A_body_of_more_than_256_KiB_is_refused()
    {
        await using var server = await StartAsync();

        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge, await PostAsync(server, $"/hooks/piapi/{Secret}", new string(' ', (256 * 1024) + 1)));
    }

    [Fact]
    public async Task With_the_secret_of_the_official_api_its_hooks_must_be_signed()
    {
        await using var server = await StartAsync();
        var body = Body(OfficialId);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(server, $"/hooks/official/{Secret}", body));
        Assert.Equal(HttpStatusCode.NoContent, await PostSignedAsync(now, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostSignedAsync(now - 301, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostSignedAsync(now + 330, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostSignedAsync(now, body, change: " "));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(server, $"/hooks/piapi/{Secret}", body));

        Task<HttpStatusCode> PostSignedAsync(long at, string signed, string change = "") => PostAsync(
            server, $"/hooks/official/{Secret}", signed + change, change: request =>
            {
                request.Headers.Add("webhook-id", "1");
                request.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
                var mac = HMACSHA256.HashData(WebhookSignature.KeyOf(WebhookSecret)!, Encoding.UTF8.GetBytes($"1.{at}.{signed}"));
                request.Headers.TryAddWithoutValidation("webhook-signature", $"v1,AAAA v2,x v1,{Convert.ToBase64String(mac)}");
            });
    }

    [Theory]
    [InlineData(1781080794, true)]
    [InlineData(1781080794 + 300, true)]
    [InlineData(1781080794 + 301, false)]
    [InlineData(1781080794 - 301, false)]
    public void A_hook_that_kling_signed_is_accepted_for_five_minutes(long now, bool expected)
    {
        var body = """{"id":"1234567890","status":"succeeded","message":"","create_time":1781080778802,"update_time":1781080794151}"""u8;
        HeaderDictionary headers = new()
        {
            ["webhook-id"] = "9876543210",
            ["webhook-timestamp"] = "1781080794",
            ["webhook-signature"] = "v1,UsKlJP00XoQyOn410NM9xv34sP+Gl0jnOO9Lcpr7NJ4=",
        };

        Assert.Equal(
            expected,
            WebhookSignature.IsValid(headers, body, WebhookSignature.KeyOf(WebhookSecret)!, DateTimeOffset.FromUnixTimeSeconds(now)));
    }

    [Theory]
    [InlineData("""{"timestamp":1,"data":{"task_id":"a-1"} }""", "a-1")]
    [InlineData("""{"id":123456789012345678}""", "123456789012345678")]
    [InlineData("""{"code":200,"data":{"taskId":"a-2"} }""", "a-2")]
    [InlineData("""{"id":"../x","request_id":"a b"}""", "")]
    [InlineData("""{"id":"\ud800"}""", "")]
    [InlineData("[1,2", "")]
    [InlineData("", "")]
    public void The_ids_in_a_hook_are_found(string body, string expected) =>
        Assert.Equal(expected, string.Join(' ', HookBody.IdsIn(Encoding.UTF8.GetBytes(body))));

    private static string Body(string id) => $$"""{"timestamp":1,"data":{"task_id":"{{id}}"} }""";

    private static async Task<HttpStatusCode> PostAsync(
        TeamServer server, string path, string body, string? header = null, Action<HttpRequestMessage>? change = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, $"{server.Address}{path}") { Content = new StringContent(body) };
        if (header is not null) request.Headers.Add("x-webhook-secret", header);
        change?.Invoke(request);
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private Task<TeamServer> StartAsync() => TeamServer.StartAsync(world.Polling(600, "piapi", "official")
        .With("KLING_MCP_HOOK_SECRET", Secret).With("KLING_MCP_KLING_WEBHOOK_SECRET", WebhookSecret));
}
