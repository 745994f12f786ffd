using KlingMcp.Answers;
using KlingMcp.Lookups;
using KlingMcp.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace KlingMcp.Tests.Support;

/// <summary>The whole of the server but protocol and sockets: from what is asked, through one made-up HTTP answer, to what is told. Nothing is tried again.</summary>
internal sealed class Offline : IDisposable
{
    private readonly ServiceProvider services;

    /// <param name="environment">The settings.</param>
    /// <param name="respond">Answers a request.</param>
    public Offline(IReadOnlyDictionary<string, string?> environment, Func<HttpRequestMessage, HttpResponseMessage> respond)
    {
        var settings = Settings.Read(environment.GetValueOrDefault, ProviderCatalog.All) with { Http = new() { Retries = 0 } };
        services = new ServiceCollection().AddSingleton(new HttpMessageInvoker(new Responder(respond))).AddKlingMcp(settings).BuildServiceProvider();
    }

    /// <summary>A lookup of one task with all it tells.</summary>
    public Answer Get(string task, string? provider = null) =>
        services.GetRequiredService<AnswerComposer>().One(services.GetRequiredService<KlingTaskService>().GetAsync([task], provider, TestContext.Current.CancellationToken).GetAwaiter().GetResult()[0], isFull: true);

    public void Dispose() => services.Dispose();

    private sealed class Responder(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(respond(request));
    }
}
