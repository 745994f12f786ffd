using KlingMcp.Answers;
using KlingMcp.Domain;
using KlingMcp.Tools;
using KlingMcp.Providers;
using KlingMcp.Sandbox;
using KlingMcp.Lookups;

namespace KlingMcp;

/// <summary>Puts the parts together: settings → providers → service. The one place where they all meet.</summary>
internal sealed class Composition : IDisposable
{
    /// <summary>In characters; the list of tools fits in.</summary>
    private const int LongestLine = 16 * 1024;

    private readonly HttpMessageInvoker http;
    private readonly ProviderRuntime[] desks;

    /// <param name="settings">What the environment says.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="connections">What opens the connections, when the first provider is asked.</param>
    public Composition(Settings settings, TimeProvider time, Func<HttpMessageInvoker> connections)
    {
        http = new(new OpenedWhenAsked(settings.Sandbox ? () => new(new SandboxHttpHandler(ProviderCatalog.All, time)) : connections));
        TextFilter filter = new(settings.Secrets);
        WithoutKeys = line => filter.Clean(line, LongestLine);
        LearnedDurations known = new();
        PollSchedule schedule = new(known, settings.PollPause);
        desks = [.. settings.Accounts.Select(a => new ProviderRuntime(new(a, http, settings.Http, filter, time), schedule, known, time))];
        Shutdown = new(time);
        TaskFinder finder = new(ProviderCatalog.All, desks, settings.NotConfigured, settings.DefaultProvider, time);
        Tasks = new(new(ProviderCatalog.All, settings.Accounts, settings.Bases, settings.Secrets), finder, desks, settings.Waiting, Shutdown, time);
        Providers = new(ProviderCatalog.All, desks, settings.NotConfigured, settings.Waiting, Shutdown, time);
        Composer = new(time, settings.Sandbox, WithoutKeys);
        Tools = new(Tasks, Providers, Composer, settings.Waiting);
    }

    public Shutdown Shutdown { get; }

    public KlingTaskService Tasks { get; }

    public ProviderCheck Providers { get; }

    public AnswerComposer Composer { get; }

    public KlingTools Tools { get; }

    /// <summary>A line for the log, or what a caller wrote, without keys.</summary>
    public Func<string, string?> WithoutKeys { get; }

    public void Dispose()
    {
        foreach (var desk in desks) desk.Dispose();
        Shutdown.Dispose();
        http.Dispose();
    }

    /// <summary>A start that is followed by no lookup opens nothing.</summary>
    private sealed class OpenedWhenAsked(Func<HttpMessageInvoker> open) : HttpMessageHandler
    {
        private readonly Lazy<HttpMessageInvoker> opened = new(open);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            opened.Value.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing && opened.IsValueCreated) opened.Value.Dispose();
            base.Dispose(disposing);
        }
    }
}
