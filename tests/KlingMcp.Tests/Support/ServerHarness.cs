using System.Globalization;
using System.Text.Json;
using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Lookups;
using KlingMcp.Memory;
using KlingMcp.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace KlingMcp.Tests.Support;

/// <summary>
/// The whole server in this process: the SDK's client, the test's clock, and a handler in place of sockets if wanted. The client connects
/// with the first call, over what <see cref="Carrier"/> makes: the tests of both programs share this file and the tests that use it.
/// </summary>
internal sealed class ServerHarness : IAsyncDisposable, IDisposable
{
    private readonly Carrier carrier;
    private readonly IHost host;
    private readonly Lazy<Task<McpClient>> client;
    private readonly TimeProvider time;

    /// <param name="environment">The variables that the server reads its settings from.</param>
    /// <param name="time">The clock; <see langword="null"/> for the machine's.</param>
    /// <param name="protocol">The protocol version that the client asks for; <see langword="null"/> for the newest.</param>
    /// <param name="http">Answers the requests to providers; <see langword="null"/> for real connections.</param>
    /// <param name="replace">Replaces more services; <see langword="null"/> for none.</param>
    /// <param name="retries">How often a request that fails is repeated; <see langword="null"/> for the server's own number.</param>
    /// <param name="memory">The memory; <see langword="null"/> for that of the settings.</param>
    public ServerHarness(
        IReadOnlyDictionary<string, string?> environment,
        TimeProvider? time = null,
        string? protocol = null,
        Func<HttpMessageHandler>? http = null,
        int? retries = null,
        ITaskMemory? memory = null,
        Action<IServiceCollection>? replace = null)
    {
        this.time = time ?? TimeProvider.System;
        Dictionary<string, string?> variables = new(environment);

        // Tests of the memory name a folder. No other test may write to the user's.
        if (!variables.ContainsKey("KLING_MCP_DATA_DIR")) variables.TryAdd("KLING_MCP_MEMORY", "off");

        // A request takes real time; moving the clock must not end it.
        if (time is ManualTime) variables.TryAdd("KLING_MCP_HTTP_TIMEOUT_SECONDS", "120");
        var settings = Settings.Read(variables.GetValueOrDefault, ProviderCatalog.All);
        if (retries is { } times) settings = settings with { Http = settings.Http with { Retries = times } };
        carrier = Carrier.Create(settings with { LogLevel = LogLevel.None }, services =>
        {
            services.Replace(ServiceDescriptor.Singleton(this.time));
            if (memory is not null) services.Replace(ServiceDescriptor.Singleton(memory));
            replace?.Invoke(services);
            if (http is not null && !settings.Sandbox) services.Replace(ServiceDescriptor.Singleton(_ => new HttpMessageInvoker(http())));
        });
        host = carrier.Host;
        client = new(() => ConnectAsync(protocol));
    }

    private KlingTaskService Tasks => host.Services.GetRequiredService<KlingTaskService>();

    /// <summary>The clock, when the test moves it.</summary>
    public ManualTime Time => (ManualTime)time;

    /// <summary>The client, once <see cref="StartAsync"/> or a call has connected it.</summary>
    public McpClient Client =>
        client.Value.IsCompletedSuccessfully ? client.Value.Result : throw new InvalidOperationException("Not connected yet.");

    /// <summary>A server with its client connected.</summary>
    /// <param name="environment">The variables that the server reads its settings from.</param>
    /// <param name="time">The clock; <see langword="null"/> for the machine's.</param>
    /// <param name="protocol">The protocol version that the client asks for; <see langword="null"/> for the newest.</param>
    /// <param name="http">Answers the requests to providers; <see langword="null"/> for real connections.</param>
    public static async Task<ServerHarness> StartAsync(
        IReadOnlyDictionary<string, string?> environment,
        TimeProvider? time = null,
        string? protocol = null,
        Func<HttpMessageHandler>? http = null)
    {
        ServerHarness server = new(environment, time, protocol, http);
        await server.client.Value;
        return server;
    }

    /// <summary>A server without retries whose requests to providers are answered by a function.</summary>
    public static ServerHarness Offline(
        IReadOnlyDictionary<string, string?> environment, Func<HttpRequestMessage, HttpResponseMessage> respond) =>
        new(environment, http: () => new Responder(respond), retries: 0);

    /// <summary>The real connections, for a handler that only watches.</summary>
    public static HttpMessageInvoker OpenConnections() => Connections.Open();

    /// <summary>Calls a tool with arguments given as JSON.</summary>
    public async Task<CallToolResult> CallAsync(string tool, string arguments, CancellationToken? cancellationToken = null) =>
        await (await client.Value).CallAsync(tool, arguments, cancellationToken);

    /// <summary>Calls <c>get_kling_task</c>.</summary>
    public Task<CallToolResult> GetAsync(string task, CancellationToken? cancellationToken = null) =>
        CallAsync("get_kling_task", $$"""{"task_id":{{Json(task)}}}""", cancellationToken);

    /// <summary>Calls <c>get_kling_tasks</c>.</summary>
    public Task<CallToolResult> GetAsync(IReadOnlyList<string> tasks) =>
        CallAsync("get_kling_tasks", $$"""{"task_ids":[{{string.Join(',', tasks.Select(Json))}}]}""");

    /// <summary>Begins <c>wait_for_kling_task</c> with a progress token.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seconds">The time-out; <see langword="null"/> for the longest that the defaults allow.</param>
    public Waiting Wait(string task, double? seconds = null) => Wait("wait_for_kling_task", "task_id", task, seconds);

    /// <summary>Begins <c>wait_for_kling_tasks</c> with a progress token.</summary>
    /// <inheritdoc cref="Wait(string, double?)"/>
    public Waiting Wait(IReadOnlyList<string> tasks, double? seconds = null) => Wait("wait_for_kling_tasks", "task_ids", tasks, seconds);

    /// <summary>One full lookup past the protocol: for what JSON cannot carry, and for many thousands of calls.</summary>
    public CallToolResult Look(string task, string? provider = null) => LookAsync(task, provider, isFull: true).GetAwaiter().GetResult();

    /// <summary>One lookup past the protocol.</summary>
    public async Task<CallToolResult> LookAsync(string task, string? provider = null, bool isFull = false)
    {
        var found = await Tasks.GetAsync([task], provider, TestContext.Current.CancellationToken);
        var answer = host.Services.GetRequiredService<AnswerComposer>().One(found[0], isFull);
        return new()
        {
            Content = [new TextContentBlock { Text = answer.Text }],
            StructuredContent = answer.Structured,
            IsError = answer.IsError,
        };
    }

    /// <summary>The task as the lookup found it, before it becomes an answer.</summary>
    public async Task<Result<KlingTask>> ReadAsync(string task) =>
        (await Tasks.GetAsync([task], null, TestContext.Current.CancellationToken))[0].Result;

    public async ValueTask DisposeAsync()
    {
        if (client.IsValueCreated) await (await client.Value).DisposeAsync();
        await host.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        await host.Services.GetRequiredService<ITaskMemory>().FlushAsync(TimeSpan.FromSeconds(30));
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static string Json(string text) => JsonSerializer.Serialize(text);

    private async Task<McpClient> ConnectAsync(string? protocol)
    {
        await host.StartAsync(TestContext.Current.CancellationToken);
        return await McpClient.CreateAsync(
            carrier.Connect(),
            new() { ProtocolVersion = protocol },
            cancellationToken: TestContext.Current.CancellationToken);
    }

    private Waiting Wait(string tool, string argument, object tasks, double? seconds)
    {
        Dictionary<string, object?> arguments = new() { [argument] = tasks, ["timeout_seconds"] = seconds ?? 50 };
        Waiting waiting = new();
        waiting.Result = RunAsync();
        return waiting;

        async Task<CallToolResult> RunAsync() =>
            await (await client.Value).CallToolAsync(tool, arguments, waiting, cancellationToken: waiting.Stop.Token);
    }
}

/// <summary>Answers requests with a function in place of sockets.</summary>
internal sealed class Responder(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(respond(request));
}

/// <summary>A wait in progress.</summary>
internal sealed class Waiting : IProgress<ProgressNotificationValue>
{
    private int reports;

    public Task<CallToolResult> Result { get; set; } = null!;

    /// <summary>Cancels the call.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>How many progress notifications have come: one after each poll, and one for each ten seconds without a poll.</summary>
    public int Reports => Volatile.Read(ref reports);

    public void Report(ProgressNotificationValue value) => Interlocked.Increment(ref reports);

    /// <summary>The answer.</summary>
    public Task<CallToolResult> AnswerAsync() => Result.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}

/// <summary>Settings that several tests use.</summary>
internal static class Environments
{
    /// <summary>Keys and addresses of some providers, and a fixed pause between polls.</summary>
    public static Dictionary<string, string?> Polling(this ProviderWorld world, double seconds, params string[] providers) =>
        world.Environment(providers).With("KLING_MCP_POLL_SECONDS", seconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same settings with one more.</summary>
    public static Dictionary<string, string?> With(this IReadOnlyDictionary<string, string?> environment, string variable, string? value) =>
        new(environment) { [variable] = value };
}
