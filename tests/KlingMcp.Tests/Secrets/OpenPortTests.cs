using System.Globalization;
using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Secrets;

/// <summary>What the started program opens on the machine.</summary>
public class OpenPortTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /// <summary>The state of a socket that listens, as Linux writes it.</summary>
    private const string Listens = "0A";

    [Fact]
    public async Task The_program_listens_on_no_port_while_it_serves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await using var world = new ProviderWorld();
        world.Add("piapi", Id, KlingTaskStatus.Processing);
        await using var program = await ProgramHarness.StartInitializedAsync(world.Environment("piapi"));
        await program.SendAsync(Message.Get(1, Id));
        await program.AnswerAsync(1);

        Assert.NotEmpty(SocketsOf(program.ProcessId));
        Assert.NotEmpty(Listening());
        Assert.Empty(SocketsOf(program.ProcessId).Intersect(Listening()));
    }

    /// <summary>The numbers of the sockets that a process has open.</summary>
    private static IEnumerable<string> SocketsOf(int process) =>
        from descriptor in Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd"))
        let target = new FileInfo(descriptor).LinkTarget
        where target is not null && target.StartsWith("socket:[", StringComparison.Ordinal)
        select target["socket:[".Length..^1];

    /// <summary>The numbers of all sockets of the machine that listen.</summary>
    private static IEnumerable<string> Listening() =>
        from file in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
        where File.Exists(file)
        from line in File.ReadAllLines(file).Skip(1)
        let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where columns[3] == Listens
        select columns[9];
}
