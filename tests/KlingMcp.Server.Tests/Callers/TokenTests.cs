using System.Net;
using KlingMcp.Domain;
using KlingMcp.Server.Callers;
using KlingMcp.Server.Commands;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Callers;

/// <summary>Callers are known by tokens whose hashes are in a file.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task Only_callers_in_the_file_are_let_in()
    {
        Write("ann token-of-ann", "bob token-of-bob");
        await using var server = await TeamServer.StartAsync(WithTokens());

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "Bearer token-of-ann"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "bearer token-of-bob"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "Bearer token-of-eve"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "Bearer "));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "Basic token-of-ann"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
    }

    [Fact]
    public async Task The_hash_in_the_file_is_no_token()
    {
        var line = TokenLine.For("ann", "token-of-ann").ToString();
        await File.WriteAllTextAsync(file, line, TestContext.Current.CancellationToken);
        await using var server = await TeamServer.StartAsync(WithTokens());

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, $"Bearer {line.Split(' ')[1]}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("# only a comment\n\n")]
    [InlineData("ann not-a-hash\n")]
    [InlineData("not a line\n\0\0\0")]
    public async Task A_file_without_a_usable_line_lets_nobody_in(string? content)
    {
        if (content is null) File.Delete(file);
        else await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        await using var server = await TeamServer.StartAsync(WithTokens());

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "Bearer token-of-ann"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, null));
    }

    [Fact]
    public async Task A_bad_line_spoils_no_other()
    {
        await File.WriteAllTextAsync(
            file, $"bad\n{TokenLine.For("ann", "token-of-ann")}\r\nbad bad bad\n", TestContext.Current.CancellationToken);
        await using var server = await TeamServer.StartAsync(WithTokens());

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "Bearer token-of-ann"));
    }

    [Fact]
    public async Task Open_calls_end_when_the_callers_line_is_removed_and_others_go_on()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        Write("ann token-of-ann", "bob token-of-bob");
        await using var server = await TeamServer.StartAsync(world.Environment("piapi").With("KLING_MCP_TOKENS_FILE", file));
        using var anns = await WaitAsync("token-of-ann");
        using var bobs = await WaitAsync("token-of-bob");
        var (annsEnd, bobsEnd) = (EndAsync(anns), EndAsync(bobs));

        Write("bob token-of-bob");
        await annsEnd;

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "Bearer token-of-ann"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "Bearer token-of-bob"));
        Assert.False(bobsEnd.IsCompleted);

        Task<HttpResponseMessage> WaitAsync(string token) => server.PostAsync(
            Message.Wait(1, Id, seconds: 50), request => request.Headers.Authorization = new("Bearer", token));
    }

    [Fact]
    public async Task A_new_token_lets_its_caller_in_without_a_restart()
    {
        Write();
        StringWriter output = new();
        Assert.Equal(0, TokenCommand.Run("ann", output, TextWriter.Null));
        string[] printed = [.. output.ToString().Split('\n').Select(static line => line.Split(": ")[^1])];
        await using var server = await TeamServer.StartAsync(WithTokens());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, $"Bearer {printed[0]}"));

        await File.WriteAllTextAsync(file, printed[1], TestContext.Current.CancellationToken);

        await Eventually.IsTrueAsync(() => StatusAsync(server, $"Bearer {printed[0]}").GetAwaiter().GetResult() is HttpStatusCode.OK);
    }

    [Fact]
    public void A_made_token_has_256_bits_and_its_name_is_checked()
    {
        StringWriter output = new(), error = new();

        Assert.Equal(0, TokenCommand.Run("ann@team-1", output, error));
        Assert.Equal(2, TokenCommand.Run("ann smith", output, error));

        Assert.Equal(43, output.ToString().Split('\n')[0].Split(": ")[^1].Length);
        Assert.Contains("letters, digits", error.ToString(), StringComparison.Ordinal);
    }

    private static Task<HttpStatusCode> StatusAsync(TeamServer server, string? authorization) => server.StatusAsync(
        Message.ListTools(1), request => request.Headers.TryAddWithoutValidation("Authorization", authorization));

    private static async Task EndAsync(HttpResponseMessage response)
    {
        try
        {
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The connection was closed.
        }
    }

    private Dictionary<string, string?> WithTokens() => new() { ["KLING_MCP_TOKENS_FILE"] = file };

    private void Write(params string[] callers) => File.WriteAllLines(
        file, callers.Select(static c => c.Split(' ')).Select(static c => TokenLine.For(c[0], c[1]).ToString()));
}
