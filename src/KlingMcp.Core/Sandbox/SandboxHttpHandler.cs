using System.Net;
using System.Net.Http.Headers;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>
/// Stands in for the network: answers requests to all providers from <see cref="SandboxTasks"/>. Everything above it, from the retry to the
/// adapter, runs as usual.
/// </summary>
internal sealed class SandboxHttpHandler(IReadOnlyList<ProviderDescriptor> providers, TimeProvider time) : HttpMessageHandler
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(1);

    private readonly SandboxTasks tasks = new(time);

    /// <summary>A provider's base address in the sandbox. The host does not exist.</summary>
    public static string AddressOf(ProviderDescriptor provider) => $"https://{provider.Name}.sandbox.invalid";

    /// <summary>The size of a provider's answer about a finished task of the sandbox, in bytes.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="id">The id of the task.</param>
    /// <param name="now">The current time.</param>
    public static int BytesOf(ProviderDescriptor provider, string id, DateTimeOffset now)
    {
        var api = provider.Keys[0].Api;
        var request = LookupRequest.About(id, api.Kinds.Count > 0 ? api.Kinds[0] : null);
        return api.Lookup.Targets(request, Credentials.None([])).Sum(target => SandboxResponder.Answer(
            provider,
            LookupPath.Read(target),
            asked => SandboxId.Read(asked) is { IsGone: false } read ? read.At(asked, now - read.After, now) : null).Body.Length);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        return providers.FirstOrDefault(p => address.GetLeftPart(UriPartial.Authority) == AddressOf(p)) is { } provider
            ? Task.FromResult(Answer(provider, LookupPath.Read(address.PathAndQuery[1..])))
            : throw new HttpRequestException(HttpRequestError.NameResolutionError, "the sandbox has no such host");
    }

    private HttpResponseMessage Answer(ProviderDescriptor provider, LookupPath path)
    {
        var isBusy = false;
        var response = SandboxResponder.Answer(provider, path, Find, () => tasks.All(provider.Name));
        return isBusy ? Busy() : Response(response);

        SandboxTask? Find(string id)
        {
            var task = tasks.Find(provider.Name, id, out var first);
            isBusy |= first;
            return task;
        }
    }

    private HttpResponseMessage Busy()
    {
        var response = Response(new(429, """{"message":"Too many requests"}"""u8.ToArray()) { ContentType = "application/json" });
        response.Headers.RetryAfter = new(BusyFor);
        return response;
    }

    private HttpResponseMessage Response(ProviderResponse answer)
    {
        HttpResponseMessage response = new((HttpStatusCode)answer.Status) { Content = new ReadOnlyMemoryContent(answer.Body) };
        if (answer.ContentType is { } type) response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        response.Headers.Date = time.GetUtcNow();
        return response;
    }
}
