using System.Text;
using KlingMcp.Domain;
using KlingMcp.Memory;
using KlingMcp.Providers;
using KlingMcp.Tests.Secrets;
using KlingMcp.Tests.Support;

namespace KlingMcp.Tests.Memory;

/// <summary>What is in the files, and who may read them.</summary>
public sealed class MemoryContentTests : IAsyncDisposable
{
    private readonly ProviderWorld world = new();
    private readonly DataFolder folder = new();

    [Fact]
    public async Task No_key_prompt_or_address_is_in_any_byte_of_the_files()
    {
        const string Prompt = "a canary sings on a paper boat";
        var environment = folder.In(world.Environment([.. ProviderCatalog.All.Select(static p => p.Name)]));
        foreach (var (variable, value) in Canaries.ByVariable) environment[variable] = value;
        foreach (var provider in ProviderCatalog.All)
        {
            world.Add(provider.Name, "c16e5746-c46d-4287-9286-a06063c50a24", KlingTaskStatus.Succeeded);
            world.Add(provider.Name, "842250903629086785", KlingTaskStatus.Failed);
        }

        world.Overrides.Enqueue((request, exchange) => request.Target.StartsWith("/piapi/api/v1/task/hostile", StringComparison.Ordinal)
            ? exchange.SendAsync(200, Hostile(Prompt)) : null);
        await using (ServerHarness server = new(environment))
        {
            foreach (var provider in ProviderCatalog.All)
            {
                await server.GetAsync($"{provider.Name}:c16e5746-c46d-4287-9286-a06063c50a24");
                await server.GetAsync($"{provider.Name}:842250903629086785");
            }

            Assert.NotEqual(true, (await server.GetAsync("piapi:hostile")).IsError);
            await server.CallAsync("list_kling_tasks", "{}");
        }

        // The database is closed a moment after the server has ended; only then do its files stay as they are.
        await Eventually.IsTrueAsync(() => !File.Exists($"{folder.Database}-shm"));
        var text = string.Concat(Directory.GetFiles(folder.Path).Select(static f => Encoding.Latin1.GetString(File.ReadAllBytes(f))));
        Canaries.AreNotIn(text, Prompt, "hostile.example");
        Assert.DoesNotContain("paper boat", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("842250903629086785", text, StringComparison.Ordinal);
        Assert.Contains("hostile", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shot-09", "shot-09")]
    [InlineData("a prompt of the caller", null)]
    [InlineData("https://media.example/a.mp4", null)]
    [InlineData("b7f0c1d2e3a49586d7c8b9a0f1e2d3c4", null)]
    [InlineData("canary.mailbox+kling@mail.example", null)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", null)]
    public void An_external_id_is_stored_only_if_it_is_an_id(string told, string? stored) => Assert.Equal(
        stored,
        RowOf(new(new("goapi", null, "one"), KlingTaskStatus.Queued, "") { ExternalId = told })!.ExternalId);

    [Theory]
    [InlineData("video_generation", "video_generation")]
    [InlineData("avatar/image2video", "avatar/image2video")]
    [InlineData("a prompt", null)]
    [InlineData("https://media.example/a", null)]
    [InlineData("../../account", null)]
    [InlineData("b7f0c1d2e3a49586d7c8b9a0f1e2d3c4", null)]
    public void A_kind_is_stored_only_in_a_plain_form(string told, string? stored)
    {
        Assert.Equal(stored, RowOf(new(new("goapi", null, "one"), KlingTaskStatus.Queued, "") { Kind = told })!.Kind);
        Assert.Equal(stored is null, RowOf(new(new("goapi", told, "one"), KlingTaskStatus.Queued, "")) is null);
    }

    [Fact]
    public void A_task_of_a_model_that_is_not_klings_is_not_stored() =>
        Assert.Null(RowOf(new(new("goapi", null, "one"), KlingTaskStatus.Queued, "") { IsOtherModel = true }));

    [Fact]
    public async Task Only_the_owner_may_read_what_is_made()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no modes");
        world.Add("piapi", "c16e5746-c46d-4287-9286-a06063c50a24", KlingTaskStatus.Succeeded);

        await ProgramHarness.RunInShellAsync(
            "umask 000; $PROGRAM get piapi:c16e5746-c46d-4287-9286-a06063c50a24", folder.In(world.Environment("piapi")));

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var files = Directory.GetFiles(folder.Path);
        Assert.Contains(folder.Database, files);
        Assert.All([folder.Path, .. files], path => Assert.Equal(UnixFileMode.None, ModeOf(path) & Others));
    }

    [Fact]
    public void A_file_that_others_may_read_is_closed_to_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no modes");
        folder.Create();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Database, (UnixFileMode)0b110_100_100);

        folder.Create();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(folder.Database));
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        folder.Dispose();
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    private static TaskRow? RowOf(KlingTask task)
    {
        var goapi = ProviderCatalog.Find("goapi")!;
        ProviderAccount account = new(goapi, goapi.Keys[0], Credentials.None(goapi.Keys[0].Variables), goapi.DefaultAddress);
        return TaskRow.Of(account, task, outputs: 1, DateTimeOffset.UnixEpoch, new(Canaries.All));
    }

    /// <summary>Every place of a task holds what must not be stored.</summary>
    private static string Hostile(string prompt) =>
        $$"""
        {"code": 200, "message": "success", "data": {
            "task_id": "hostile", "model": "kling", "task_type": "{{prompt}}", "status": "completed",
            "config": { "webhook_config": { "endpoint": "https://hostile.example/", "secret": "{{Canaries.WebhookSecret}}" } },
            "input": { "prompt": "{{prompt}}", "image_url": "https://hostile.example/in.png" },
            "output": { "works": [
                { "video": { "resource_without_watermark": "https://hostile.example/{{Canaries.ByVariable["PIAPI_API_KEY"]}}.mp4" } },
                { "video": { "resource_without_watermark": "https://hostile.example/a.mp4" } } ] },
            "meta": { "created_at": "2026-11-22T11:59:00Z", "ended_at": "2026-11-22T11:59:30Z" },
            "logs": ["{{prompt}}"], "error": { "code": 0, "raw_message": "", "message": "{{prompt}}" } } }
        """;
}
