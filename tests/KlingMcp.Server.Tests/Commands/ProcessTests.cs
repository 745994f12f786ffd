using System.Text.Json;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Commands;

/// <summary>The started program: commands, exit codes, the log, and the end.</summary>
public sealed class ProcessTests : IAsyncDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private readonly ProviderWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Help_a_token_and_wrong_usage_end_with_their_exit_codes()
    {
        Dictionary<string, string?> none = [];

        Assert.Equal(0, (await ServerProcess.RunAsync(none, "--help")).ExitCode);
        var token = await ServerProcess.RunAsync(none, "token", "ann");
        Assert.Equal(0, token.ExitCode);
        Assert.Contains("line, for the token file: ann ", token.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await ServerProcess.RunAsync(none, "nonsense")).ExitCode);
    }

    [Fact]
    public async Task A_setting_that_cannot_be_used_ends_the_start_with_one_line()
    {
        var (code, output, errors) = await ServerProcess.RunAsync(
            new Dictionary<string, string?> { ["KLING_MCP_URLS"] = "http://0.0.0.0:3920" });

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("kling-mcp-server: KLING_MCP_URLS names an address", Assert.Single(errors.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_what_works_and_what_does_not()
    {
        var good = await ServerProcess.RunAsync(world.Environment("piapi"), "check");
        var bad = await ServerProcess.RunAsync(
            world.Environment("piapi").With("KLING_MCP_TOKENS_FILE", "missing").With("KLING_MCP_REDIS", "127.0.0.1:1")
                .With("PIAPI_BASE_URL", "http://127.0.0.1:1"),
            "check");

        Assert.True(good.ExitCode == 0, good.Output + good.Errors);
        Assert.Contains("ok  piapi: key accepted", good.Output, StringComparison.Ordinal);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("!!  piapi: key unknown (the connection", bad.Output, StringComparison.Ordinal);
        Assert.Contains("!!  token file: it cannot be read", bad.Output, StringComparison.Ordinal);
        Assert.Contains("!!  Redis: it does not answer", bad.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_with_authentication_writes_nothing_to_the_home_of_its_user()
    {
        var home = Directory.CreateTempSubdirectory();
        try
        {
            var environment = world.Environment("piapi").With("HOME", home.FullName).With("KLING_MCP_TOKENS_FILE", "missing");
            await using (await ServerProcess.StartAsync(environment)) Assert.Empty(home.EnumerateFileSystemInfos());
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_wait_is_answered_when_the_process_is_told_to_end()
    {
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var server = await ServerProcess.StartAsync(world.Environment("piapi"));
        await using var client = await server.ConnectAsync();
        var waiting = client.CallAsync("wait_for_kling_task", $$"""{"task_id":"{{Id}}","timeout_seconds":50}""");
        await Eventually.IsTrueAsync(() => world.CountOf("piapi") > 0);

        await server.SignalAsync("TERM");

        Assert.Equal("processing", (await waiting).At("status"));
        Assert.Equal(0, await server.EndAsync());
    }

    [Fact]
    public async Task The_log_has_no_key_token_or_secret_and_is_json_when_asked_for()
    {
        const string HookSecret = "hook-secret-of-the-tests-0123456789";
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        var environment = world.Environment("piapi").With("KLING_MCP_LOG_LEVEL", "Trace").With("KLING_MCP_LOG_FORMAT", "json")
            .With("KLING_MCP_HOOK_SECRET", HookSecret).With("KLING_MCP_REDIS", "127.0.0.1:1,password=canary-password-of-redis");
        await using var server = await ServerProcess.StartAsync(environment);
        await using var client = await server.ConnectAsync();
        await client.CallAsync("get_kling_task", $$"""{"task_id":"{{Id}}"}""");
        await client.CallAsync("get_kling_task", """{"task_id":"canary-piapi-key-of-the-tests"}""");
        using HttpClient http = new();
        Uri hook = new($"{await server.AddressAsync()}/hooks/piapi/{HookSecret}");
        using StringContent body = new("{}");
        using (await http.PostAsync(hook, body, TestContext.Current.CancellationToken))
            await Eventually.IsTrueAsync(() => server.Errors.Contains("/hooks/***", StringComparison.Ordinal));

        Assert.DoesNotContain("canary", server.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(HookSecret, server.Errors, StringComparison.Ordinal);
        var lines = server.Errors.Split('\n').Where(static l => !l.StartsWith("kling-mcp-server: ", StringComparison.Ordinal));
        Assert.All(lines, static line => Assert.NotNull(JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()));
    }
}
