using KlingMcp.Lookups;
using KlingMcp.Providers;
using KlingMcp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KlingMcp.Tests.Sandbox;

/// <summary>The whole server over simulated providers.</summary>
public class SandboxTests
{
    private static readonly Dictionary<string, string?> On = new() { ["KLING_MCP_SANDBOX"] = "1" };

    public static TheoryData<string> Providers => new(ProviderCatalog.All.Select(static p => p.Name));

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Each_provider_answers_every_sandbox_id(string provider)
    {
        var time = new ManualTime();
        await using var session = await ServerHarness.StartAsync(On, time);

        var ok = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider}}:sandbox-ok-0"}""");
        Assert.Equal("succeeded", ok.At("status"));
        Assert.Equal("https://sandbox.invalid/sandbox-ok-0.mp4", ok.At("outputs.0.url"));
        Assert.Equal("sandbox-ok-0", ok.At("task_id"));

        var fail = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider}}:sandbox-fail-0"}""");
        Assert.NotEqual(true, fail.IsError);
        Assert.Equal(("failed", "moderation"), (fail.At("status"), fail.At("error.category")));

        var money = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider}}:sandbox-money-0"}""");
        Assert.Equal(("failed", "insufficient_credit"), (money.At("status"), money.At("error.category")));

        var gone = await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider}}:sandbox-gone-0"}""");
        Assert.True(gone.IsError);
        Assert.Equal((provider, "not_found"), (gone.At("error.provider"), gone.At("error.category")));

        Assert.All([ok, fail, money, gone], static answer =>
        {
            Assert.Equal("True", answer.At("sandbox"));
            Assert.StartsWith("sandbox: ", answer.Text(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_busy_provider_is_retried_after_its_Retry_After(string provider)
    {
        var time = new ManualTime();
        await using var session = await ServerHarness.StartAsync(On, time);

        var call = session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider}}:sandbox-busy-0"}""");
        await time.AdvanceUntilAsync(() => call.IsCompleted || time.Armed > 1, TimeSpan.Zero);
        var before = time.GetUtcNow();
        await time.AdvanceUntilAsync(() => call.IsCompleted, TimeSpan.FromSeconds(30));

        Assert.Equal("succeeded", (await call).At("status"));
        Assert.InRange(time.GetUtcNow() - before, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_seconds_of_a_task_count_from_its_first_lookup(string provider)
    {
        var time = new ManualTime();
        await using var session = await ServerHarness.StartAsync(On, time);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("queued", await StatusAsync());
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal("processing", await StatusAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("succeeded", await StatusAsync());

        async Task<string?> StatusAsync() =>
            (await session.Client.CallAsync("get_kling_task", $$"""{"task_id":"{{provider}}:sandbox-ok-20"}""")).At("status");
    }

    [Fact]
    public async Task The_sandbox_tells_the_time_left_where_the_provider_does()
    {
        await using var session = await ServerHarness.StartAsync(On, new ManualTime());

        Assert.Equal("20", (await session.Client.CallAsync("get_kling_task", """{"task_id":"useapi:sandbox-ok-20"}""")).At("eta_seconds"));
        Assert.Null((await session.Client.CallAsync("get_kling_task", """{"task_id":"piapi:sandbox-ok-20"}""")).At("eta_seconds"));
    }

    [Fact]
    public async Task Several_ids_and_lookup_addresses_work_in_the_sandbox()
    {
        await using var session = await ServerHarness.StartAsync(On, new ManualTime());

        var answer = await session.Client.CallAsync(
            "get_kling_tasks", """
                {"task_ids":["https://api.piapi.ai/api/v1/task/sandbox-ok-0","official:sandbox-ok-0-a",
                "official:sandbox-fail-0","goapi:sandbox-gone-0","piapi:other"]}
                """);

        Assert.Equal(("2", "1", "2"), (answer.At("succeeded"), answer.At("failed"), answer.At("failed_lookups")));
        Assert.Equal("piapi:sandbox-ok-0", answer.At("tasks.0.task"));
        Assert.Equal("True", answer.At("sandbox"));
    }

    [Theory]
    [InlineData("list_kling_providers", """{"verify":true}""")]
    [InlineData("wait_for_kling_task", """{"task_id":"useapi:sandbox-ok-0"}""")]
    [InlineData("wait_for_kling_tasks", """{"task_ids":["useapi:sandbox-ok-0"]}""")]
    [InlineData("get_kling_task", """{"task_id":"no id!"}""")]
    [InlineData("get_kling_task", """{"id":"x"}""")]
    public async Task Every_answer_says_that_it_comes_from_the_sandbox(string tool, string arguments)
    {
        await using var session = await ServerHarness.StartAsync(On, new ManualTime());

        var answer = await session.Client.CallAsync(tool, arguments);

        Assert.Equal("True", answer.At("sandbox"));
        Assert.StartsWith("sandbox: ", answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_provider_is_configured_and_shows_its_sandbox_address()
    {
        await using var session = await ServerHarness.StartAsync(On, new ManualTime());

        var answer = await session.Client.CallAsync("list_kling_providers", """{"verify":true}""");

        foreach (var i in Enumerable.Range(0, ProviderCatalog.All.Count))
        {
            Assert.Equal(("True", "accepted"), (answer.At($"providers.{i}.configured"), answer.At($"providers.{i}.key")));
            Assert.Equal($"https://{answer.At($"providers.{i}.provider")}.sandbox.invalid", answer.At($"providers.{i}.base_url"));
        }
    }

    [Fact]
    public async Task Without_the_sandbox_no_answer_mentions_it()
    {
        await using var session = await ServerHarness.StartAsync(
            new Dictionary<string, string?> { ["KLING_MCP_SANDBOX"] = "0" }, new ManualTime());

        var answer = await session.Client.CallAsync("get_kling_task", """{"task_id":"piapi:c16e5746"}""");

        Assert.Equal("not_configured", answer.At("error.category"));
        Assert.DoesNotContain("sandbox: ", answer.Text(), StringComparison.Ordinal);
        Assert.Null(answer.At("sandbox"));
    }

    public static TheoryData<string> Keys => new(ProviderCatalog.All.SelectMany(static p => p.Keys).SelectMany(static k => k.Variables));

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_beside_the_sandbox_is_refused(string variable)
    {
        var fault = Assert.Throws<SettingException>(
            () => Settings.Read(new Dictionary<string, string?>(On) { [variable] = "canary" }.GetValueOrDefault, ProviderCatalog.All));

        Assert.Contains(variable, fault.Message, StringComparison.Ordinal);
        Assert.Equal("KLING_MCP_SANDBOX", fault.Variable);
    }

    [Fact]
    public async Task An_explicit_sandbox_ignores_keys_that_are_set()
    {
        Dictionary<string, string?> environment = new() { ["PIAPI_API_KEY"] = "canary 0123456789", ["KLING_ACCESS_KEY"] = "half-a-pair" };

        var settings = Settings.Read(environment.GetValueOrDefault, ProviderCatalog.All, sandbox: true);
        var ran = await ProgramHarness.RunAsync(environment, "get", "piapi:sandbox-ok-0", "--sandbox");

        Assert.True(settings.Sandbox);
        Assert.Empty(settings.NotConfigured);
        Assert.Contains("canary 0123456789", settings.Secrets);
        Assert.Equal(0, ran.ExitCode);
        Assert.StartsWith("sandbox: ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_with_the_sandbox_variable_and_a_key_ends_with_one_line()
    {
        var ran = await ProgramHarness.RunAsync(
            new Dictionary<string, string?> { ["KLING_MCP_SANDBOX"] = "1", ["PIAPI_API_KEY"] = "canary-0123456789" });

        Assert.Equal((2, ""), (ran.ExitCode, ran.Output));
        var line = Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("PIAPI_API_KEY", line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sandbox_opens_no_connection()
    {
        await using var services = new ServiceCollection().AddSingleton(new HttpMessageInvoker(new FailingHandler()))
            .AddKlingMcp(Settings.Read(On.GetValueOrDefault, ProviderCatalog.All)).BuildServiceProvider();

        var looked = await services.GetRequiredService<KlingTaskService>().GetAsync(
            ["piapi:sandbox-ok-0"], null, TestContext.Current.CancellationToken);

        Assert.True(looked[0].Result.IsSuccess);
    }

    private sealed class FailingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("the sandbox opened a connection");
    }
}
