using KlingMcp.Domain;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Secrets;

/// <summary>The runtime's port for debuggers and the files it makes are off, so nothing of a session lies where others may look.</summary>
public class TemporaryFolderTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Fact]
    public async Task Nothing_is_in_the_temporary_folder_while_the_program_serves_without_diagnostics()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the port is a pipe there");
        var folder = Directory.CreateTempSubdirectory("kling-mcp-");
        try
        {
            await using var world = new ProviderWorld();
            world.Add("piapi", Id, KlingTaskStatus.Processing);
            var environment = world.Environment("piapi").With("TMPDIR", folder.FullName);

            // A native program has none; one that runs on the runtime is told so by whoever starts it.
            var isNative = !File.Exists(Path.ChangeExtension(ProgramHarness.Path, ".dll"));
            if (!isNative) environment["DOTNET_EnableDiagnostics"] = "0";
            await using var program = await ProgramHarness.StartInitializedAsync(environment);
            await program.SendAsync(Message.Get(1, Id));
            await program.AnswerAsync(1);

            Assert.Empty(folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
