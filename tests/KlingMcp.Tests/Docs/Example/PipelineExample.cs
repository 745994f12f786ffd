using System.Text;
using System.Text.Json.Nodes;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Docs.Example;

/// <summary>The C# example of <c>docs/pipelines.md</c>, word for word. The types below stand for the system.</summary>
internal static class PipelineExample
{
    public static async Task ChainAsync()
    {
        // <example>
        var address = Environment.GetEnvironmentVariable("PIAPI_BASE_URL") ?? "https://api.piapi.ai";
        using HttpClient http = new() { BaseAddress = new(address) };
        http.DefaultRequestHeaders.Add("x-api-key", Environment.GetEnvironmentVariable("PIAPI_API_KEY"));
        var clip = await RunAsync("""{"model": "kling", "task_type": "video_generation", "input": {"prompt": "a paper boat"}}""");
        var longer = await RunAsync($$"""{"model": "kling", "task_type": "extend_video", "input": {"origin_task_id": "{{clip}}"} }""");
        await KlingAsync("save", $"piapi:{longer}", "--output", "videos");
        Console.WriteLine(longer);

        async Task<string> RunAsync(string request)
        {
            var answer = await http.PostAsync("/api/v1/task", new StringContent(request, Encoding.UTF8, "application/json"));
            var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["task_id"]!;
            await KlingAsync("wait", $"piapi:{id}", "--timeout", "15m");
            return id;
        }

        async Task KlingAsync(params string[] arguments)
        {
            using var kling = Process.Start("kling-mcp", arguments);
            await kling.WaitForExitAsync();
            if (kling.ExitCode != 0) throw new InvalidOperationException($"exit code {kling.ExitCode}: {string.Join(' ', arguments)}");
        }
        // </example>
    }
}

/// <summary>The variables of one run of the example.</summary>
internal static class Environment
{
    /// <summary>The values by name; each test has its own.</summary>
    public static AsyncLocal<IReadOnlyDictionary<string, string>> Values { get; } = new();

    public static string? GetEnvironmentVariable(string name) => Values.Value!.GetValueOrDefault(name);
}

/// <summary>Collects what the example prints.</summary>
internal static class Console
{
    public static AsyncLocal<List<string>> Lines { get; } = new();

    public static void WriteLine(string line) => Lines.Value!.Add(line);
}

/// <summary>Starts the program under test, in its sandbox.</summary>
internal static class Process
{
    /// <summary>Takes the place of the folder <c>videos</c>, which would be made in the current folder.</summary>
    public static AsyncLocal<string> Videos { get; } = new();

    public static System.Diagnostics.Process Start(string file, string[] arguments)
    {
        Assert.Equal("kling-mcp", file);
        return ProgramHarness.StartProcess(
            new Dictionary<string, string?>(), [.. arguments.Select(static a => a == "videos" ? Videos.Value! : a), "--sandbox"]);
    }
}
