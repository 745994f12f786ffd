using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Stdio;

/// <summary>Settings at the start of the program.</summary>
public class StartTests
{
    [Theory]
    [InlineData("KLING_MCP_DEFAULT_PROVIDER", "nobody")]
    [InlineData("KLING_MCP_WAIT_SECONDS", "0")]
    [InlineData("KLING_MCP_WAIT_SECONDS", "3601")]
    [InlineData("KLING_MCP_WAIT_SECONDS", "soon")]
    [InlineData("KLING_MCP_MAX_WAIT_SECONDS", "0.5")]
    [InlineData("KLING_MCP_MAX_WAIT_SECONDS", "1e9")]
    [InlineData("KLING_MCP_POLL_SECONDS", "0.1")]
    [InlineData("KLING_MCP_POLL_SECONDS", "601")]
    [InlineData("KLING_MCP_POLL_SECONDS", "-1")]
    [InlineData("KLING_MCP_HTTP_TIMEOUT_SECONDS", "0")]
    [InlineData("KLING_MCP_HTTP_TIMEOUT_SECONDS", "121")]
    [InlineData("KLING_MCP_HTTP_TIMEOUT_SECONDS", "NaN")]
    [InlineData("KLING_MCP_LOG_LEVEL", "loud")]
    [InlineData("KLING_BASE_URL", "http://example.com")]
    [InlineData("PIAPI_BASE_URL", "ftp://127.0.0.1")]
    [InlineData("GOAPI_BASE_URL", "https://example.com/?x=1")]
    [InlineData("USEAPI_BASE_URL", "https://me@example.com")]
    [InlineData("EZMODEL_BASE_URL", "https://example.com/#x")]
    [InlineData("COMETAPI_BASE_URL", "example.com")]
    [InlineData("KLING_API_KEY", "canary key-0123456789")]
    [InlineData("KLING_SECRET_KEY", "canary\u00e9key-0123456789")]
    [InlineData("PIAPI_API_KEY", "canary\nkey-0123456789")]
    [InlineData("USEAPI_API_TOKEN", "canary\u200bkey-0123456789")]
    public async Task An_invalid_setting_ends_the_start_with_one_line_that_names_the_variable(string variable, string value)
    {
        await using var program = ProgramHarness.Start(new Dictionary<string, string?> { [variable] = value });

        Assert.Equal(2, (await program.EndAsync()).ExitCode);
        Assert.Empty(await program.RestAsync());
        var line = Assert.Single(program.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("kling-mcp: ", line, StringComparison.Ordinal);
        Assert.Contains(variable, line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blank_values_and_unexpanded_placeholders_count_as_unset()
    {
        await using var program = ProgramHarness.Start(new Dictionary<string, string?>
        {
            ["KLING_MCP_POLL_SECONDS"] = "  ",
            ["KLING_MCP_DEFAULT_PROVIDER"] = "${KLING_MCP_DEFAULT_PROVIDER}",
            ["PIAPI_BASE_URL"] = "${PIAPI_BASE_URL}",
            ["KLING_API_KEY"] = "${KLING_API_KEY}",
        });

        await program.SendAsync(Message.Call(1, "list_kling_providers", "{}"));

        var providers = (await program.AnswerAsync(1)).GetProperty("result").GetProperty("structuredContent").GetProperty("providers");
        Assert.All(providers.EnumerateArray(), static p => Assert.False(p.GetProperty("configured").GetBoolean()));
    }
}
