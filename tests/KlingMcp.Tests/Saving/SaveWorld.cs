using System.Security.Cryptography;
using KlingMcp.Domain;
using KlingMcp.Saving;
using KlingMcp.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Saving;

/// <summary>A provider on loopback with one finished task, whose file is on the same server, and a folder for what is saved.</summary>
internal sealed class SaveWorld : IAsyncDisposable
{
    public const string Id = "c16e5746-c46d-4287-9286-a06063c50a24";

    public const string Task = $"piapi:{Id}";

    /// <summary>The name of the file without its extension.</summary>
    public const string Stem = $"piapi-{Id}-1";

    public SaveWorld()
    {
        Folder = Directory.CreateTempSubdirectory("kling-mcp-test-").FullName;
        Url = $"{Providers.AddressOf("media")}/a.mp4";
        Providers.Add("piapi", Id, KlingTaskStatus.Succeeded, task => task with { Url = Url });
        Providers.Overrides.Enqueue((request, exchange) =>
            request.Target.StartsWith("/media/a.mp4", StringComparison.Ordinal) ? File.AnswerAsync(request, exchange) : null);
    }

    public ProviderWorld Providers { get; } = new();

    public MediaFile File { get; } = new();

    public string Folder { get; }

    /// <summary>The address of the task's output.</summary>
    public string Url { get; set; }

    /// <summary>Where the file is when it is saved.</summary>
    public string Path => System.IO.Path.Combine(Folder, $"{Stem}.mp4");

    public string PartPath => System.IO.Path.Combine(Folder, $"{Stem}.part");

    /// <summary>The names of all files in the folder, but for the record.</summary>
    public IEnumerable<string> Names =>
        Directory.EnumerateFileSystemEntries(Folder).Select(static f => System.IO.Path.GetFileName(f))
            .Where(static name => !name.StartsWith('.')).Order(StringComparer.Ordinal);

    /// <summary>How often the task was looked up.</summary>
    public int Lookups => Providers.CountOf("piapi");

    /// <summary>The requests for the file.</summary>
    public IReadOnlyList<SeenRequest> Fetches =>
        [.. Providers.Requests.Where(static r => r.Target.StartsWith("/media/", StringComparison.Ordinal))];

    public Dictionary<string, string?> Environment => Providers.Environment("piapi").With("KLING_MCP_SAVE_DIR", Folder);

    /// <summary>A server.</summary>
    /// <param name="more">Further settings.</param>
    /// <param name="time">The clock; <see langword="null"/> for the machine's.</param>
    /// <param name="network">Changes the network; <see langword="null"/> for the machine's.</param>
    public ServerHarness Start(
        IReadOnlyDictionary<string, string?>? more = null, TimeProvider? time = null, MediaNetwork? network = null) =>
        new(Environment.Concat(more ?? new Dictionary<string, string?>()).GroupBy(static v => v.Key)
            .ToDictionary(static g => g.Key, static g => g.Last().Value), time, replace: services =>
            {
                if (network is not null) services.Replace(ServiceDescriptor.Singleton(network));
            });

    /// <summary>Saves the task with a server of its own.</summary>
    public async Task<CallToolResult> SaveAsync(IReadOnlyDictionary<string, string?>? more = null, MediaNetwork? network = null)
    {
        await using var server = Start(more, network: network);
        return await server.SaveAsync(Task);
    }

    /// <summary>The file is saved whole, alone in its folder.</summary>
    public void IsSaved(CallToolResult answer)
    {
        Assert.NotEqual(true, answer.IsError);
        Assert.Equal(Path, answer.At("saved.0.path"));
        Assert.Equal(File.Bytes, System.IO.File.ReadAllBytes(Path));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.Bytes)), answer.At("saved.0.sha256"));
        Assert.Equal([System.IO.Path.GetFileName(Path)], Names);
    }

    public async ValueTask DisposeAsync()
    {
        File.Gate.TrySetResult();
        await Providers.DisposeAsync();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Calls of the tool.</summary>
internal static class SaveCalls
{
    public static Task<CallToolResult> SaveAsync(this ServerHarness server, string task, CancellationToken? cancellationToken = null) =>
        server.CallAsync("save_kling_outputs", $$"""{"task_id":"{{task}}"}""", cancellationToken);
}
