using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Providers.Official;

/// <summary>
/// Signed requests to a provider that checks the times of a signature by its own clock.
/// </summary>
public sealed class SignatureTests : IAsyncDisposable
{
    private const string Task = "official:videos/text2video/933000000000000001";
    private readonly ProviderWorld world = new();
    private readonly ServerHarness server;

    public SignatureTests()
    {
        world.Add("official", "933000000000000001", KlingTaskStatus.Processing, static t => t with { Kind = "videos/text2video" });
        server = new(new Dictionary<string, string?>
        {
            ["KLING_ACCESS_KEY"] = "canary-access-0123456789",
            ["KLING_SECRET_KEY"] = "canary-secret-0123456789",
            ["KLING_BASE_URL"] = world.AddressOf("official"),
        }, new ManualTime());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(-1, 2)]
    [InlineData(24, 2)]
    public async Task A_clock_that_is_hours_off_costs_one_extra_request_only_once(int hoursAhead, int requests)
    {
        CheckBy(TimeSpan.FromHours(hoursAhead));

        Assert.True((await server.ReadAsync(Task)).IsSuccess);
        Assert.Equal(requests, world.CountOf("official"));

        server.Time.Advance(TimeSpan.FromHours(2));
        Assert.True((await server.ReadAsync(Task)).IsSuccess);
        Assert.Equal(requests + 1, world.CountOf("official"));
    }

    [Theory]
    [InlineData(1003)]
    [InlineData(1004)]
    public async Task A_request_is_signed_again_only_once(int code)
    {
        Refuse(code, "Date: Sun, 22 Nov 2026 13:00:00 GMT");

        Assert.Equal(FaultCategory.Auth, (await server.ReadAsync(Task)).Fault!.Category);
        Assert.Equal(2, world.CountOf("official"));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 13, 30, 0, TimeSpan.Zero).ToUnixTimeSeconds(), Claim(world.Requests[1], "exp"));
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("Thu, 31 Dec 2099 23:59:59 GMT")]
    [InlineData("Mon, 23 Nov 2026 12:00:01 GMT")]
    public async Task An_implausible_Date_header_is_not_taken_for_the_provider_clock(string date)
    {
        Refuse(1003, $"Date: {date}");
        Assert.Equal(FaultCategory.Auth, (await server.ReadAsync(Task)).Fault!.Category);

        world.Overrides.Clear();
        Assert.True((await server.ReadAsync(Task)).IsSuccess);
        Assert.Equal(server.Time.GetUtcNow().ToUnixTimeSeconds() - 5, Claim(world.Requests[^1], "nbf"));
    }

    [Fact]
    public async Task The_token_of_an_earlier_attempt_is_removed_too()
    {
        var first = "";
        world.Overrides.Enqueue((request, exchange) =>
        {
            if (first.Length > 0) return exchange.SendAsync(400, $$"""{"code":1201,"message":"bad signature {{first.Split('.')[2]}}"}""");

            first = request.Headers["Authorization"];
            return exchange.SendAsync(401, """{"code":1004,"message":"old"}""", "Date: Sun, 22 Nov 2026 13:00:00 GMT");
        });

        Assert.Equal("bad signature ***", (await server.ReadAsync(Task)).Fault!.ProviderText);
    }

    [Fact]
    public async Task Without_a_Date_header_the_request_is_still_signed_again()
    {
        Refuse(1004);

        Assert.Equal(FaultCategory.Auth, (await server.ReadAsync(Task)).Fault!.Category);
        Assert.Equal(2, world.CountOf("official"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    public async Task A_wrong_signature_is_not_retried(int code)
    {
        Refuse(code, "Date: Sun, 22 Nov 2026 13:00:00 GMT");

        Assert.Equal(FaultCategory.Auth, (await server.ReadAsync(Task)).Fault!.Category);
        Assert.Equal(1, world.CountOf("official"));
    }

    [Fact]
    public async Task Every_request_has_a_new_token()
    {
        for (var minutes = 0; minutes < 90; minutes += 25)
        {
            Assert.True((await server.ReadAsync(Task)).IsSuccess);
            server.Time.Advance(TimeSpan.FromMinutes(25));
        }

        var begun = new ManualTime().GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal([begun - 5, begun + 1495, begun + 2995, begun + 4495], world.Requests.Select(static r => Claim(r, "nbf")));
    }

    public async ValueTask DisposeAsync()
    {
        server.Dispose();
        await world.DisposeAsync();
    }

    private static long Claim(SeenRequest request, string name)
    {
        var claims = request.Headers["Authorization"]["Bearer ".Length..].Split('.')[1];
        return JsonElement.Parse(Base64Url.DecodeFromChars(claims)).GetProperty(name).GetInt64();
    }

    private void Refuse(int code, params string[] headers) => world.Overrides.Enqueue(
        (_, exchange) => exchange.SendAsync(401, string.Create(CultureInfo.InvariantCulture, $$"""
            {"code":{{code}},"message":"no"}
            """), headers));

    /// <summary>
    /// Answers like the provider: 1003 for a token that is not valid yet, 1004 for an expired one, each with a Date header.
    /// </summary>
    private void CheckBy(TimeSpan ahead) => world.Overrides.Enqueue((request, exchange) =>
    {
        var theirs = server.Time.GetUtcNow() + ahead;
        var code = Claim(request, "nbf") > theirs.ToUnixTimeSeconds() ? 1003
            : Claim(request, "exp") < theirs.ToUnixTimeSeconds() ? 1004
            : 0;
        return code == 0 ? null : exchange.SendAsync(
            401, string.Create(CultureInfo.InvariantCulture, $$"""
                {"code":{{code}},"message":"token"}
                """), $"Date: {theirs.ToString("r", CultureInfo.InvariantCulture)}");
    });
}
