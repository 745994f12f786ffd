using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Protocol;

/// <summary>Parameters that cannot be read are the client's error, not an internal one.</summary>
public class UnreadableParametersTests
{
    [Theory]
    [InlineData(""","params":{"name":"get_kling_task","arguments":[1]}""")]
    [InlineData(""","params":{"name":"get_kling_task","arguments":"x"}""")]
    [InlineData(""","params":{"arguments":{}}""")]
    [InlineData(""","params":[1]""")]
    [InlineData("")]
    public async Task Unreadable_parameters_are_the_protocol_error_invalid_params(string parameters)
    {
        await using var world = new ProviderWorld();
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));

        await program.SendAsync($$"""{"jsonrpc":"2.0","id":7,"method":"tools/call"{{parameters}}}""");

        Assert.Equal(-32602, (await program.AnswerAsync(7)).GetProperty("error").GetProperty("code").GetInt32());
    }
}
