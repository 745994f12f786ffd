using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Protocol;

/// <summary>Invalid lines, each followed by a valid call, in one process.</summary>
public class BadLineTests(BadLineTests.Served served) : IClassFixture<BadLineTests.Served>
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /// <summary>Invalid lines, each with a description.</summary>
    public static TheoryData<string, string> BadLines()
    {
        string Deep(int levels) => string.Concat(Enumerable.Repeat("[", levels)) + string.Concat(Enumerable.Repeat("]", levels));

        string Call(int id, string arguments) => Message.Call(id, "get_kling_task", arguments);

        return new()
        {
            { "text", "hello" },
            { "cut JSON", """{"jsonrpc":"2.0","id":""" },
            { "an empty line", "" },
            { "blanks", "   \t " },
            { "a carriage return", "\r" },
            { "an empty object", "{}" },
            { "null", "null" },
            { "a number", "42" },
            { "a batch", $"[{Message.ListTools(900)},{Message.ListTools(901)}]" },
            { "an empty batch", "[]" },
            { "no method", """{"jsonrpc":"2.0","id":902}""" },
            { "another version of JSON-RPC", """{"jsonrpc":"1.0","id":903,"method":"tools/list"}""" },
            { "an id that is null", """{"jsonrpc":"2.0","id":null,"method":"tools/list"}""" },
            { "an id with a fraction", """{"jsonrpc":"2.0","id":1.5,"method":"tools/list"}""" },
            { "an id that is an object", """{"jsonrpc":"2.0","id":{},"method":"tools/list"}""" },
            { "an id beyond 64 bits", """{"jsonrpc":"2.0","id":123456789012345678901234567890,"method":"tools/list"}""" },
            { "a very long id", $$"""{"jsonrpc":"2.0","id":"{{new string('9', 100_000)}}","method":"tools/list"}""" },
            { "an unknown method", """{"jsonrpc":"2.0","id":904,"method":"no/such"}""" },
            { "an unknown notification", """{"jsonrpc":"2.0","method":"notifications/no_such","params":{"a":1}}""" },
            { "an answer to nothing", """{"jsonrpc":"2.0","id":905,"result":{}}""" },
            { "an error to nothing", """{"jsonrpc":"2.0","id":906,"error":{"code":1,"message":"x"}}""" },
            { "parameters that are a list", """{"jsonrpc":"2.0","id":907,"method":"tools/call","params":[1,2]}""" },
            { "parameters that are text", """{"jsonrpc":"2.0","id":908,"method":"tools/call","params":"x"}""" },
            { "half a character in the name of an argument", Call(919, """{"\ud800":1}""") },
            { "no parameters", """{"jsonrpc":"2.0","id":909,"method":"tools/call"}""" },
            { "no tool", """{"jsonrpc":"2.0","id":910,"method":"tools/call","params":{"arguments":{}}}""" },
            { "arguments that are a list", Call(911, "[1]") },
            { "meta that is text", """{"jsonrpc":"2.0","id":912,"method":"tools/list","params":{"_meta":"x"}}""" },
            { "meta of a wrong shape",
                """{"jsonrpc":"2.0","id":913,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/clientInfo":[1]}}}""" },
            { "a name twice",
                """{"jsonrpc":"2.0","id":914,"id":915,"method":"tools/call","params":{"name":"get_kling_task","name":"x","_meta":{}}}""" },
            { "a cancellation with a name twice",
                """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"requestId":2,"reason":"x"}}""" },
            { "half a character", Call(916, """{"task_id":"\ud800"}""") },
            { "half a character in the method", """{"jsonrpc":"2.0","id":917,"method":"\udfff"}""" },
            { "half a character in the id", """{"jsonrpc":"2.0","id":"\ud800","method":"tools/list"}""" },
            { "a zero byte", "{\"jsonrpc\":\"2.0\",\"id\":918,\"method\":\"tools/list\0\"}" },
            { "a thousand levels", Call(922, $$"""{"task_id":{{Deep(1000)}}}""") },
            { "a hundred thousand levels", Deep(100_000) },
            { "a progress token of a wrong shape", Message.Wait(920, Id, 1).Replace(
                "\"arguments\"", "\"_meta\":{\"progressToken\":{\"a\":1}},\"arguments\"", StringComparison.Ordinal) },
            { "a log level that is none", """{"jsonrpc":"2.0","id":921,"method":"logging/setLevel","params":{"level":"loud"}}""" },
        };
    }

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task The_call_after_a_bad_line_is_answered(string what, string line)
    {
        Assert.NotEmpty(what);
        var call = served.NextId();

        await served.Program.SendAsync(line, Message.Get(call, Id));

        Assert.Equal("processing", (await served.Program.AnswerAsync(call)).Told("status"));
        Assert.All(served.Program.Unclaimed, static m => Assert.Equal("2.0", m.GetProperty("jsonrpc").GetString()));
    }

    /// <summary>The process and the provider that all rows share.</summary>
    public sealed class Served : IAsyncLifetime
    {
        private readonly ProviderWorld world = new();
        private int last = 1000;

        internal ProgramHarness Program { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            world.Add("piapi", Id, KlingTaskStatus.Processing);
            Program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        }

        public int NextId() => Interlocked.Increment(ref last);

        public async ValueTask DisposeAsync()
        {
            await Program.DisposeAsync();
            await world.DisposeAsync();
        }
    }
}
