using System.Net;
using System.Net.Http.Headers;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Sandbox;

/// <summary>
/// All providers without a network: a request gets the answer that its provider's own writer makes of the <see cref="SandboxTasks"/>. What lies above,
/// from the retry to the adapter, is the same as ever.
/// </summary>
internal sealed class SandboxHttpHandler(IReadOnlyList<ProviderDescriptor> providers, TimeProvider time) : HttpMessageHandler
{
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(1);

    private readonly SandboxTasks world = new(time);

    /// <summary>Where a provider is asked in the sandbox; such a host exists nowhere.</summary>
    public static string AddressOf(ProviderDescriptor provider) => $"https://{provider.Name}.sandbox.invalid";

    /// <summary>How many bytes a provider's own answer about a finished task of the sandbox has.</summary>
    /// <param name="provider">Who is asked.</param>
    /// <param name="id">About what.</param>
    /// <param name="now">The time.</param>
    public static int BytesOf(ProviderDescriptor provider, string id, DateTimeOffset now)
    {
        var api = provider.Keys[0].Api;
        var target = api.Target(LookupRequest.About(id, api.Kinds.Count > 0 ? api.Kinds[0] : null), new(new Dictionary<string, string>()));
        return SandboxResponder.Answer(
            provider,
            LookupPath.Read(target),
            asked => SandboxId.Read(asked) is { IsGone: false } read ? read.At(asked, now - read.After, now) : null).Body.Length;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        return providers.FirstOrDefault(p => address.GetLeftPart(UriPartial.Authority) == AddressOf(p)) is { } provider
            ? Task.FromResult(Answer(provider, LookupPath.Read(address.PathAndQuery[1..])))
            : throw new HttpRequestException(HttpRequestError.NameResolutionError, "the sandbox has no such host");
    }

    private HttpResponseMessage Answer(ProviderDescriptor provider, LookupPath rest)
    {
        var isBusy = false;
        var response = SandboxResponder.Answer(provider, rest, id =>
        {
            var task = world.Find(provider.Name, id, out var first);
            isBusy |= first;
            return task;
        });
        return isBusy ? Busy() : Response(response);
    }

    private HttpResponseMessage Busy()
    {
        var response = Response(new(429, """{"message":"Too many requests"}"""u8.ToArray()) { ContentType = "application/json" });
        response.Headers.RetryAfter = new(BusyFor);
        return response;
    }

    private HttpResponseMessage Response(ProviderResponse reply)
    {
        HttpResponseMessage response = new((HttpStatusCode)reply.Status) { Content = new ReadOnlyMemoryContent(reply.Body) };
        if (reply.ContentType is { } type) response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        response.Headers.Date = time.GetUtcNow();
        return response;
    }
}
