using System.Text;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Stdio;

/// <summary>A line that is too long is refused when its limit is reached, and takes no more memory than that.</summary>
public class LongLineTests
{
    private const int InvalidRequest = -32600;
    private const int MaxLength = 8 << 20;

    private static readonly byte[] Piece = Encoding.UTF8.GetBytes(new string('a', 1 << 20));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_without_an_end_is_refused_and_the_line_after_it_is_answered()
    {
        const int Megabytes = 256;
        using var process = ProgramHarness.StartProcess(new Dictionary<string, string?>());
        var input = process.StandardInput.BaseStream;
        await input.WriteAsync(Encoding.UTF8.GetBytes(Message.ListTools(7)[..^1] + ",\"params\":{\"a\":\""), Cancel);
        for (var i = 0; i < Megabytes; i++) await input.WriteAsync(Piece, Cancel);
        await input.FlushAsync(Cancel);

        Assert.Contains($"\"code\":{InvalidRequest}", await LineAsync(), StringComparison.Ordinal);
        process.Refresh();
        Assert.InRange(process.WorkingSet64, 1, 200_000_000);

        await input.WriteAsync(Encoding.UTF8.GetBytes($"\n{Message.ListTools(8)}\n"), Cancel);
        await input.FlushAsync(Cancel);
        Assert.Contains("get_kling_task", await LineAsync(), StringComparison.Ordinal);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);

        async Task<string> LineAsync() => (await process.StandardOutput.ReadLineAsync(Cancel))!;
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_line_of_eight_mebibytes_is_read_and_one_byte_more_is_refused_with_its_id(int more, bool isRead)
    {
        await using var program = await ProgramHarness.StartInitializedAsync(new Dictionary<string, string?>());
        var call = Message.ListTools(7)[..^1];

        await program.SendAsync($"{call},\"a\":\"{new string('a', MaxLength - call.Length - 8 + more)}\"}}", Message.ListTools(8));

        var answer = await program.AnswerAsync(7);
        Assert.Equal(isRead, answer.TryGetProperty("result", out _));
        if (!isRead) Assert.Equal(InvalidRequest, answer.ErrorCode());
        Assert.True((await program.AnswerAsync(8)).TryGetProperty("result", out _));
    }

    [Fact]
    public async Task A_long_line_whose_id_cannot_be_found_is_refused_without_one()
    {
        await using var program = await ProgramHarness.StartInitializedAsync(new Dictionary<string, string?>());

        await program.SendAsync(new string('a', MaxLength + 1), Message.ListTools(8));

        Assert.True((await program.AnswerAsync(8)).TryGetProperty("result", out _));
        Assert.Equal(InvalidRequest, Assert.Single(program.Unclaimed).ErrorCode());
    }
}
