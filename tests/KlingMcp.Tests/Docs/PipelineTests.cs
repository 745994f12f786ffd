using System.Text.RegularExpressions;
using KlingMcp.Tests.Cli.Hosts;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Docs;

/// <summary>The examples of <c>docs/pipelines.md</c> run, with stubs for the clients of providers.</summary>
public sealed partial class PipelineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_python_example_runs()
    {
        Assert.SkipUnless(Finds("python3"), "needs Python");
        folder.File("fal_client.py", """
            import types
            seen = []

            def submit(application, arguments):
                seen.append(arguments)
                if len(seen) == 2:
                    assert arguments["video_url"] == "https://sandbox.invalid/sandbox-ok-0-1.mp4", arguments
                return types.SimpleNamespace(request_id=f"sandbox-ok-0-{len(seen)}")
            """);
        folder.File("chain.py", Code("python"));

        var ran = await RunAsync("python3 chain.py");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal($"{SavedFile()}\n", ran.Output);
    }

    [Fact]
    public async Task The_python_example_stops_with_the_reason_of_a_failure()
    {
        Assert.SkipUnless(Finds("python3"), "needs Python");
        folder.File("fal_client.py", """
            import types
            submit = lambda application, arguments: types.SimpleNamespace(request_id="sandbox-fail-0")
            """);
        folder.File("chain.py", Code("python"));

        var ran = await RunAsync("python3 chain.py");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("moderation", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_typescript_example_runs()
    {
        Assert.SkipUnless(Finds("node"), "needs Node");
        folder.File("node_modules/replicate/package.json", """{"name":"replicate","type":"module","main":"index.js"}""");
        folder.File("node_modules/replicate/index.js", """
            export default class { predictions = { create: async () => ({ id: 'sandbox-ok-0' }) }; }
            """);
        folder.File("chain.mjs", Code("typescript"));

        var ran = await RunAsync("node chain.mjs");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal($"replicate:sandbox-ok-0 {SavedFile()}\n", ran.Output);
    }

    [Fact]
    public async Task The_c_sharp_example_runs()
    {
        await using var piapi = LoopbackServer.Answering(static request =>
        {
            var step = request.Body.Contains("origin_task_id", StringComparison.Ordinal) ? 2 : 1;
            return (200, $$"""{"code": 200, "data": {"task_id": "sandbox-ok-0-{{step}}"} }""");
        });
        Example.Environment.Values.Value = new Dictionary<string, string>
        {
            ["PIAPI_BASE_URL"] = piapi.Address,
            ["PIAPI_API_KEY"] = "canary-0123456789",
        };
        Example.Console.Lines.Value = [];
        Example.Process.Videos.Value = Path.Combine(folder.Root, "videos");

        await Example.PipelineExample.ChainAsync();

        Assert.Equal("sandbox-ok-0-2", Assert.Single(Example.Console.Lines.Value));
        Assert.StartsWith("piapi-sandbox-ok-0-2-1.", Path.GetFileName(SavedFile()), StringComparison.Ordinal);
        Assert.Contains("\"origin_task_id\": \"sandbox-ok-0-1\"", piapi.Requests.Last().Body, StringComparison.Ordinal);
        Assert.All(piapi.Requests, static r => Assert.Equal("canary-0123456789", r.Headers["x-api-key"]));
    }

    [Fact]
    public void The_c_sharp_example_that_runs_is_the_one_that_is_shown()
    {
        var file = Pages.Text("tests/KlingMcp.Tests/Docs/Example/PipelineExample.cs");
        var lines = file.Split("// <example>\n")[1].Split("        // </example>")[0].Split('\n');

        var shown = string.Join('\n', lines.Select(static l => l.Length > 8 ? l[8..] : l));
        Assert.EndsWith($"\n\n{shown}", Code("csharp"), StringComparison.Ordinal);
    }

    /// <summary>The only file that the chain has saved, without the record beside it.</summary>
    private string SavedFile() => Assert.Single(
        Directory.GetFiles(Path.Combine(folder.Root, "videos")), static f => !Path.GetFileName(f).StartsWith('.'));

    private static bool Finds(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(f => File.Exists(Path.Combine(f, program)));

    private static string Code(string language) =>
        Block().Matches(Pages.Text("docs/pipelines.md")).Single(m => m.Groups["language"].Value == language).Groups["code"].Value;

    /// <summary>Runs a line in the folder, with the program on the path, in the sandbox.</summary>
    private Task<Ran> RunAsync(string line) => ProgramHarness.RunInShellAsync(
        $"PATH=$(dirname \"$PROGRAM\"):$PATH; cd '{folder.Root}' && {line}",
        new Dictionary<string, string?> { ["KLING_MCP_SANDBOX"] = "1" });

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
