using KlingMcp.Providers;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests;

/// <summary>How the environment is read: placeholders, quotes, and what the answers say about them.</summary>
public class SettingsTests
{
    [Theory]
    [InlineData("${PIAPI_API_KEY}")]
    [InlineData("${env:PIAPI_API_KEY}")]
    [InlineData("$PIAPI_API_KEY")]
    [InlineData("$env:PIAPI_API_KEY")]
    [InlineData("$(PIAPI_API_KEY)")]
    [InlineData("%PIAPI_API_KEY%")]
    [InlineData("{env:PIAPI_API_KEY}")]
    [InlineData("{{PIAPI_API_KEY}}")]
    [InlineData("{{ secrets.PIAPI_API_KEY }}")]
    [InlineData("<your-api-key>")]
    [InlineData("[your key]")]
    [InlineData("[object Object]")]
    [InlineData("undefined")]
    [InlineData("NULL")]
    [InlineData("none")]
    [InlineData("PIAPI_API_KEY")]
    [InlineData("YOUR_API_KEY")]
    [InlineData("YOUR_PIAPI_API_KEY_HERE")]
    [InlineData("your-key-here")]
    [InlineData("your key")]
    [InlineData("yourApiKey")]
    [InlineData("sk-your-key")]
    [InlineData("user:YOUR_TOKEN")]
    [InlineData("paste-key-here")]
    [InlineData("insert your key")]
    [InlineData("changeme")]
    [InlineData("sk-xxxxxxxx")]
    [InlineData("...")]
    [InlineData("\"<key>\"")]
    [InlineData("'${PIAPI_API_KEY}'")]
    public void A_placeholder_for_a_key_counts_as_not_set(string value)
    {
        var settings = Read("PIAPI_API_KEY", value);

        Assert.Empty(settings.Accounts);
        Assert.Empty(settings.Secrets);
        Assert.Matches("^PIAPI_API_KEY holds the placeholder \".+\", so it counts as not set$", settings.NotConfigured["piapi"]);
    }

    [Fact]
    public void A_field_of_the_bundle_that_was_left_blank_counts_as_not_set_without_a_warning()
    {
        var settings = Read("PIAPI_API_KEY", "${user_config.piapi_api_key}");

        Assert.Empty(settings.Accounts);
        Assert.Empty(settings.NotConfigured);
    }

    [Theory]
    [InlineData("9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b")]
    [InlineData("user:4711-PqLmZxNtRwYvKd")]
    [InlineData("sk-EzTqWnXcVbRmPlKjHgFdSa88")]
    [InlineData("$2b$10$N9qo8uLOickgx2ZMRZoMye")]
    [InlineData("access-key")]
    [InlineData("Myriad-QuxyHere0")]
    [InlineData("{half")]
    public void Anything_else_is_a_key(string value) => Assert.Equal([value], Read("PIAPI_API_KEY", value).Secrets);

    [Theory]
    [InlineData("<9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b>")]
    [InlineData("${9e8d7c6b5a4f3e2d}")]
    [InlineData("<QwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUiOpAsDfGhJk>")]
    public void A_placeholder_that_may_hold_a_key_is_not_repeated(string value) => Assert.Equal(
        "PIAPI_API_KEY holds a placeholder, so it counts as not set", Read("PIAPI_API_KEY", value).NotConfigured["piapi"]);

    [Fact]
    public void Several_placeholders_and_half_a_pair_are_named_together()
    {
        var placeholders = Read(new() { ["KLING_API_KEY"] = "<key>", ["KLING_ACCESS_KEY"] = "$A" }).NotConfigured["official"];
        var half = Read(new() { ["KLING_ACCESS_KEY"] = "ak-1", ["KLING_SECRET_KEY"] = "%S%" }).NotConfigured["official"];

        Assert.Equal(
            "KLING_API_KEY holds the placeholder \"<key>\" and KLING_ACCESS_KEY holds the placeholder \"$A\", so they count as not set",
            placeholders);
        Assert.Equal(
            "KLING_ACCESS_KEY is set, but KLING_SECRET_KEY is missing; "
            + "KLING_SECRET_KEY holds the placeholder \"%S%\", so it counts as not set",
            half);
    }

    [Theory]
    [InlineData("KLING_MCP_WAIT_SECONDS", "undefined")]
    [InlineData("KLING_MCP_DEFAULT_PROVIDER", "$PROVIDER")]
    [InlineData("PIAPI_BASE_URL", "<address>")]
    [InlineData("KLING_MCP_LOG_LEVEL", "%LEVEL%")]
    public void A_placeholder_in_any_other_variable_leaves_the_default(string variable, string value)
    {
        var (read, unset) = (Read(variable, value), Read([]));

        Assert.Equal((unset.Waiting, unset.DefaultProvider, unset.LogLevel), (read.Waiting, read.DefaultProvider, read.LogLevel));
        Assert.Equal(unset.Bases, read.Bases);
    }

    [Theory]
    [InlineData("USEAPI_EMAIL", "you@example.com")]
    [InlineData("USEAPI_EMAIL", "your-email@gmail.com")]
    public void An_example_of_an_email_address_counts_as_not_set(string variable, string value) =>
        Assert.Empty(Read(variable, value).Secrets);

    [Theory]
    [InlineData("\"9e8d7c6b5a4f\"")]
    [InlineData("'9e8d7c6b5a4f'")]
    [InlineData(" “9e8d7c6b5a4f” ")]
    [InlineData("\"' 9e8d7c6b5a4f '\"")]
    public void Quotes_around_a_value_are_removed_with_a_warning(string value)
    {
        var settings = Read("PIAPI_API_KEY", value);

        Assert.Equal(["9e8d7c6b5a4f"], settings.Secrets);
        Assert.Equal(["PIAPI_API_KEY is in quotes, which were removed: set it without them."], settings.Warnings);
    }

    [Fact]
    public async Task A_warning_about_quotes_is_logged_at_the_start_and_the_server_works()
    {
        await using var world = new ProviderWorld();
        var environment = world.Environment("piapi").With("KLING_MCP_POLL_SECONDS", "\"1\"");

        var ran = await ProgramHarness.RunAsync(environment);

        Assert.Equal(0, ran.ExitCode);
        var line = Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("Warning: ", line, StringComparison.Ordinal);
        Assert.Contains("KLING_MCP_POLL_SECONDS is in quotes", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lookup_without_a_key_repeats_the_placeholder()
    {
        await using ServerHarness server = new(new Dictionary<string, string?> { ["PIAPI_API_KEY"] = "<your-api-key>" });

        var answer = await server.GetAsync("piapi:c16e5746-c46d-4287-9286-a06063c50a24");

        Assert.Equal("not_configured", answer.At("error.category"));
        Assert.Contains("PIAPI_API_KEY holds the placeholder", answer.Text(), StringComparison.Ordinal);
    }

    private static Settings Read(string variable, string value) => Read(new() { [variable] = value });

    private static Settings Read(Dictionary<string, string?> environment) =>
        Settings.Read(environment.GetValueOrDefault, ProviderCatalog.All);
}
