using System.Net.Sockets;
using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Saving;

/// <summary>Sends the requests for files: checks each address, follows redirects and adds a key where it belongs.</summary>
internal sealed class MediaClient : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly MediaNetwork network;
    private readonly TimeProvider time;
    private readonly Func<bool, HttpMessageInvoker> open;
    private readonly Lazy<HttpMessageInvoker> everywhere;
    private readonly Lazy<HttpMessageInvoker> local;

    /// <param name="network">The connections.</param>
    /// <param name="time">The clock.</param>
    /// <param name="handler">Answers in place of the network; <see langword="null"/> for real connections.</param>
    public MediaClient(MediaNetwork network, TimeProvider time, HttpMessageHandler? handler = null)
    {
        (this.network, this.time) = (network, time);
        open = isLocal => handler is null ? new CheckedConnections(network, isLocal).Open() : new(handler, disposeHandler: false);
        everywhere = new(() => open(false));
        local = new(() => open(true));
    }

    /// <summary>Asks for a file.</summary>
    /// <returns>The response whose body is not read yet, or why there is none.</returns>
    public async Task<Result<HttpResponseMessage>> GetAsync(MediaTarget target, MediaRange range, CancellationToken cancellationToken)
    {
        var address = AddressRule.Read(target.Url, target.IsLocalAllowed);
        try
        {
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                if (address is null) return NotFetched;

                var response = await SendAsync(target, address, range, cancellationToken);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return response;

                var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : "";
                response.Dispose();
                address = AddressRule.Follow(address, location, target.IsLocalAllowed);
            }

            return new Fault(FaultCategory.BadResponse, $"more than {MaxRedirects} redirects")
            {
                Hint = "The provider's address redirects in a loop, so nothing can be saved from it.",
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return FaultOf(e);
        }
    }

    /// <summary>What a failed connection or a broken response means.</summary>
    public static Fault FaultOf(Exception exception) =>
        exception is ForbiddenAddressException || exception.InnerException is ForbiddenAddressException ? NotFetched
        : exception is OperationCanceledException ? new(FaultCategory.Network, "no connection could be made in time") { Hint = CallAgain }
        : HttpAttempt.ToFault(exception) with { Hint = IsUntrusted(exception) ? CheckCertificates : CallAgain };

    public void Dispose()
    {
        if (everywhere.IsValueCreated) everywhere.Value.Dispose();
        if (local.IsValueCreated) local.Value.Dispose();
    }

    public const string CallAgain = "Call again: what has arrived is kept, and the task itself is not affected.";

    private const string CheckCertificates =
        "Check this machine's clock and its trusted certificates. A proxy that opens TLS needs its own certificate among them.";

    private static bool IsUntrusted(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };

    private static Fault NotFetched => new(FaultCategory.BadResponse, "its address was not fetched: it is not public https")
    {
        Hint = "Only public https addresses are fetched. Look at the task on its provider's site.",
    };

    private async Task<HttpResponseMessage> SendAsync(
        MediaTarget target, Uri address, MediaRange range, CancellationToken cancellationToken)
    {
        var http = (target.IsLocalAllowed ? local : everywhere).Value;
        await new CheckedConnections(network, target.IsLocalAllowed).CheckProxiedAsync(address, target.KnownHosts, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Options.Set(MediaRequestOptions.Type, target.Type);
        request.Headers.TryAddWithoutValidation("User-Agent", ProductName.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (range.From > 0) request.Headers.TryAddWithoutValidation("Range", $"bytes={range.From}-");
        if (range is { From: > 0, Validator: { } version }) request.Headers.TryAddWithoutValidation("If-Range", version);
        if (range.Unless is { } saved)
            request.Headers.TryAddWithoutValidation(FileVersion.IsTag(saved) ? "If-None-Match" : "If-Modified-Since", saved);
        if (target.NeedsKey && target.IsProvidersOwn(address))
            target.Account.Api.Authorize(request, target.Account.Credentials, time.GetUtcNow());
        return await http.SendAsync(request, cancellationToken);
    }
}
