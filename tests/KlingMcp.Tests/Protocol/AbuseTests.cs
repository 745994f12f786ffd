using System.Globalization;
using System.Text;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Protocol;

/// <summary>Whatever comes in, the server stays up, answers the next valid call and writes only protocol lines.</summary>
public class AbuseTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Fact]
    public async Task All_bad_lines_at_once_do_not_stop_the_server()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = ProgramHarness.Start(world.Environment("piapi"));
        string[] lines = [.. BadLineTests.BadLines().Select(static row => row.Data.Item2)];

        await program.SendAsync([.. lines, .. lines.Reverse(), Message.Get(1, Id)]);

        Assert.Equal("processing", (await program.AnswerAsync(1)).Told("status"));
        program.EndInput();
        Assert.Equal(0, (await program.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData("no/such", "{}", -32601)]
    [InlineData("resources/list", "{}", -32601)]
    [InlineData("prompts/get", """{"name":"x"}""", -32601)]
    [InlineData("tools/call", """{"name":"no_such_tool","arguments":{}}""", -32602)]
    [InlineData("tools/call", """{"arguments":{}}""", null)]
    public async Task An_unknown_method_or_tool_is_a_protocol_error(string method, string parameters, int? code)
    {
        await using var program = await ProgramHarness.StartInitializedAsync(new Dictionary<string, string?>());

        await program.SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");

        var told = (await program.AnswerAsync(1)).ErrorCode();
        if (code is not null) Assert.Equal(code, told);
    }

    [Fact]
    public async Task Five_megabytes_of_arguments_are_refused_as_invalid_input()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        var long5 = new string('a', 5_000_000);

        await program.SendAsync(
            Message.Call(1, "get_kling_task", $$"""{"task_id":"{{long5}}"}"""),
            Message.Call(2, "get_kling_task", $$"""{"{{long5}}":"x"}"""),
            Message.Call(3, "get_kling_tasks", $$"""{"task_ids":[{{string.Join(',', Enumerable.Repeat("\"a\"", 500_000))}}]}"""),
            Message.Get(4, Id));

        for (var id = 1; id <= 3; id++)
        {
            var answer = await program.AnswerAsync(id);
            Assert.Equal("invalid_input", answer.Told("error", "category"));
            Assert.InRange(answer.GetRawText().Length, 1, 3000);
        }

        Assert.Equal("processing", (await program.AnswerAsync(4)).Told("status"));
        Assert.Equal(1, world.CountOf("piapi"));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_do_not_stop_the_server()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));

        await program.SendBytesAsync(new byte[] { 0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80, (byte)'\n', 0xef, 0xbb, 0xbf, (byte)'\n' });
        var call = Message.Get(1, "ab").Split("ab");
        byte[] withBadId = [.. Encoding.UTF8.GetBytes($"{call[0]}ab"), 0xff, 0xc0, .. Encoding.UTF8.GetBytes($"{call[1]}\n")];
        await program.SendBytesAsync(withBadId);
        await program.SendAsync(Message.Get(2, Id));

        Assert.Equal("invalid_input", (await program.AnswerAsync(1)).Told("error", "category"));
        Assert.Equal("processing", (await program.AnswerAsync(2)).Told("status"));
    }

    [Fact]
    public async Task Lines_may_end_with_carriage_return_and_arrive_in_pieces()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = ProgramHarness.Start(world.Environment("piapi"));

        await program.SendBytesAsync(Encoding.UTF8.GetBytes($"{Message.Initialize(1)}\r\n{Message.Initialized}\r\n\r\n"));
        foreach (var piece in Message.Get(2, Id).Chunk(7))
            await program.SendBytesAsync(Encoding.UTF8.GetBytes(piece));
        await program.SendBytesAsync("\r\n"u8.ToArray());

        Assert.Equal("processing", (await program.AnswerAsync(2)).Told("status"));
    }

    [Fact]
    public async Task Two_requests_with_the_same_id_get_an_answer_each()
    {
        await using var world = new ProviderWorld { Delay = TimeSpan.FromMilliseconds(200) };
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));

        await program.SendAsync(Message.Get(1, Id), Message.Get(1, Id), Message.Get(2, Id));

        Assert.Equal("processing", (await program.AnswerAsync(1)).Told("status"));
        Assert.Equal("processing", (await program.AnswerAsync(1)).Told("status"));
        Assert.Equal("processing", (await program.AnswerAsync(2)).Told("status"));
    }

    [Fact]
    public async Task Request_ids_come_back_unchanged()
    {
        await using var program = await ProgramHarness.StartInitializedAsync(new Dictionary<string, string?>());
        string[] ids = ["9223372036854775807", "-1", "0", "\"a b\"", "\"\"", "\"42\"", $"\"{new string('x', 10_000)}\""];

        await program.SendAsync([.. ids.Select(static id => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/list"}""")]);
        program.EndInput();

        var answered = (await program.RestAsync()).Select(static m => m.GetProperty("id").GetRawText());
        Assert.Equal(ids.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Calls_before_initialize_are_answered_and_initialize_still_works()
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = ProgramHarness.Start(world.Environment("piapi"));

        await program.SendAsync(Message.ListTools(1), Message.Get(2, Id));
        Assert.Equal(ToolList.Names.Count, (await program.AnswerAsync(1)).GetProperty("result").GetProperty("tools").GetArrayLength());
        Assert.Equal("processing", (await program.AnswerAsync(2)).Told("status"));

        await program.SendAsync(Message.Initialize(3), Message.Initialized, Message.Initialize(4), Message.Get(5, Id));
        Assert.Equal("2025-11-25", (await program.AnswerAsync(3)).GetProperty("result").GetProperty("protocolVersion").GetString());
        Assert.Equal("processing", (await program.AnswerAsync(5)).Told("status"));
    }

    [Fact]
    public async Task A_client_may_discover_first_and_then_initialize_with_an_older_version()
    {
        await using var program = ProgramHarness.Start(new Dictionary<string, string?>());

        await program.SendAsync(Stateless(1, "server/discover"));
        Assert.Contains("2026-07-28", (await program.AnswerAsync(1)).GetProperty("result").GetRawText(), StringComparison.Ordinal);
        await program.SendAsync(Message.Initialize(2));
        var initialized = (await program.AnswerAsync(2)).GetProperty("result");
        Assert.Equal("2025-11-25", initialized.GetProperty("protocolVersion").GetString());

        await program.SendAsync(Message.Initialized, Message.ListTools(3), Stateless(4, "tools/list"));
        Assert.Equal(ToolList.Names.Count, ToolsIn(await program.AnswerAsync(3)));
        Assert.Equal(ToolList.Names.Count, ToolsIn(await program.AnswerAsync(4)));
    }

    [Fact]
    public async Task A_stateless_call_is_answered_unless_its_protocol_version_is_unknown()
    {
        await using var program = ProgramHarness.Start(new Dictionary<string, string?>());

        await program.SendAsync(Stateless(1, "tools/list"), Stateless(2, "tools/list", "1999-01-01"));

        Assert.Equal(ToolList.Names.Count, ToolsIn(await program.AnswerAsync(1)));
        Assert.Equal(-32022, (await program.AnswerAsync(2)).ErrorCode());
    }

    [Fact]
    public async Task After_initialize_with_an_older_version_discover_is_an_unknown_method()
    {
        await using var program = await ProgramHarness.StartInitializedAsync(new Dictionary<string, string?>());

        await program.SendAsync(Stateless(1, "server/discover"), Message.ListTools(2));

        Assert.Equal(-32601, (await program.AnswerAsync(1)).ErrorCode());
        Assert.Equal(ToolList.Names.Count, ToolsIn(await program.AnswerAsync(2)));
    }

    [Theory]
    [InlineData("Trace")]
    [InlineData("Debug")]
    [InlineData("Information")]
    [InlineData("Warning")]
    [InlineData("Error")]
    [InlineData("Critical")]
    [InlineData("None")]
    public async Task Only_protocol_lines_go_to_standard_output_at_every_log_level(string level)
    {
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi").With("KLING_MCP_LOG_LEVEL", level));

        await program.SendAsync("no message", Message.ListTools(1), Message.Get(2, Id), Message.Get(3, "1-2-3"));
        await program.SendAsync(Message.Call(4, "no_such_tool", "{}"), Message.Wait(5, Id, seconds: 1));
        for (var id = 1; id <= 5; id++) await program.AnswerAsync(id);
        program.EndInput();

        // The harness has parsed every line as JSON.
        Assert.All(await program.RestAsync(), static m => Assert.Equal("2.0", m.GetProperty("jsonrpc").GetString()));
        Assert.Equal(0, (await program.EndAsync()).ExitCode);
        Assert.Equal(level is "None" or "Critical", program.StandardError.Trim().Length == 0);
        Assert.DoesNotContain("canary", program.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_breaks_and_terminal_codes_in_names_cannot_forge_log_lines()
    {
        Dictionary<string, string?> environment = new() { ["KLING_MCP_LOG_LEVEL"] = "Information" };
        await using var program = await ProgramHarness.StartInitializedAsync(environment);

        await program.SendAsync(
            Message.Call(1, """no\nError: forged \u001b[31mred""", "{}"),
            """{"jsonrpc":"2.0","id":2,"method":"no\nError: forged"}""",
            Message.ListTools(3));
        for (var id = 1; id <= 3; id++) await program.AnswerAsync(id);
        program.EndInput();
        await program.EndAsync();

        Assert.Contains("forged", program.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', program.StandardError);
        Assert.DoesNotContain(program.StandardError.Split('\n'), static line => line.StartsWith("Error: forged", StringComparison.Ordinal));
    }

    private static int ToolsIn(System.Text.Json.JsonElement answer) => answer.GetProperty("result").GetProperty("tools").GetArrayLength();

    private static string Stateless(int id, string method, string version = "2026-07-28") => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"jsonrpc":"2.0","id":{{{id}}},"method":"{{{method}}}","params":{"_meta":{
        "io.modelcontextprotocol/protocolVersion":"{{{version}}}",
        "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},
        "io.modelcontextprotocol/clientCapabilities":{ } } } }
        """).ReplaceLineEndings("");
}
