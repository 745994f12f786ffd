using System.Text.Json;
using KlingMcp.Tests.Cli.Hosts;
using KlingMcp.Tests.Docs;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Packaging;

/// <summary>The scripts that a release is made with, on files that stand for the real ones.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_release_has_an_archive_for_each_system_and_checksums_that_hold()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs bash");
        foreach (var rid in (string[])["linux-x64", "win-x64", "osx-arm64"])
        {
            folder.File($"downloaded/program-{rid}/{(rid is "win-x64" ? "kling-mcp.exe" : "kling-mcp")}", rid);
            folder.File($"downloaded/program-{rid}/kling-mcp-1.0.0-{rid}.tar.gz", $"archive {rid}");
        }

        folder.File("package/kling-mcp-1.0.0.mcpb", "bundle");
        folder.File("package/KlingMcp.1.0.0.nupkg", "tool");

        var ran = await RunAsync(
            "bash collect.sh \"$ARTIFACTS/downloaded\" && bash checksums.sh && cd \"$ARTIFACTS/release\" && sha256sum -c SHA256SUMS");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(
            [
                "KlingMcp.1.0.0.nupkg", "SHA256SUMS", "kling-mcp-1.0.0-linux-x64.tar.gz", "kling-mcp-1.0.0-osx-arm64.tar.gz",
                "kling-mcp-1.0.0-win-x64.tar.gz", "kling-mcp.mcpb",
            ],
            Directory.GetFiles($"{folder.Root}/release").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists($"{folder.Root}/publish/win-x64/kling-mcp.exe"));
        Assert.Equal("linux-x64", await File.ReadAllTextAsync($"{folder.Root}/publish/kling-mcp", TestContext.Current.CancellationToken));
        Assert.Contains("kling-mcp.mcpb: OK", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_macos_the_bundle_starts_the_program_for_the_processor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs sh");
        var machine = (await RunAsync("uname -m")).Output.Trim();
        folder.File($"server/macos/{machine}/kling-mcp", "#!/bin/sh\necho started \"$@\"\n");
        folder.File("server/kling-mcp-macos", Pages.Text("packaging/mcpb/kling-mcp-macos"));

        var ran = await RunAsync("cd \"$ARTIFACTS/server\" && chmod +x macos/*/kling-mcp && sh ./kling-mcp-macos --sandbox 'a b'");

        Assert.Equal("started --sandbox a b\n", ran.Output);
    }

    [Theory]
    [InlineData(true, "darwin win32 linux", "darwin win32")]
    [InlineData(false, "linux", "")]
    public async Task The_bundle_runs_on_the_systems_whose_programs_were_published(bool published, string runsOn, string overridden)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs bash");
        Assert.SkipUnless((await RunAsync("command -v node")).ExitCode == 0, "needs Node");
        string[] programs =
        [
            "win-x64/kling-mcp.exe", "win-x64/e_sqlite3.dll", "osx-arm64/kling-mcp", "osx-arm64/libe_sqlite3.dylib", "osx-x64/kling-mcp",
            "osx-x64/libe_sqlite3.dylib",
        ];
        foreach (var program in published ? programs : []) folder.File($"publish/{program}", program);
        folder.File("bundle/manifest.json", Pages.Text("packaging/mcpb/manifest.json"));
        folder.File("bundle/server/kling-mcp", "linux-x64");

        var ran = await RunAsync("bash mcpb/systems.sh \"$ARTIFACTS/bundle\"");

        Assert.True(ran.ExitCode == 0, ran.Error);
        using var manifest = JsonDocument.Parse(
            await File.ReadAllTextAsync($"{folder.Root}/bundle/manifest.json", TestContext.Current.CancellationToken));
        var platforms = manifest.RootElement.GetProperty("compatibility").GetProperty("platforms");
        var overrides = manifest.RootElement.GetProperty("server").GetProperty("mcp_config").GetProperty("platform_overrides");
        Assert.Equal(runsOn, string.Join(' ', platforms.EnumerateArray().Select(static p => p.GetString())));
        Assert.Equal(overridden, string.Join(' ', overrides.EnumerateObject().Select(static o => o.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(
            published
                ?
                [
                    "e_sqlite3.dll", "kling-mcp", "kling-mcp-macos", "kling-mcp.exe", "macos/arm64/kling-mcp",
                    "macos/arm64/libe_sqlite3.dylib", "macos/x86_64/kling-mcp", "macos/x86_64/libe_sqlite3.dylib",
                ]
                : ["kling-mcp"],
            Directory.GetFiles($"{folder.Root}/bundle/server", "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath($"{folder.Root}/bundle/server", f)).Order(StringComparer.Ordinal));
    }

    private Task<Ran> RunAsync(string line) => ProgramHarness.RunInShellAsync(
        $"cd '{Pages.Root}/packaging' && {line}", new Dictionary<string, string?> { ["ARTIFACTS"] = folder.Root });
}
