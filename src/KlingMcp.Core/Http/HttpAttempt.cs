using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using KlingMcp.Domain;

namespace KlingMcp.Http;

/// <summary>One request and its complete response, or the fault that prevented it.</summary>
internal static class HttpAttempt
{
    /// <summary>A longer pause than this is reported as this.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <summary>Sends the request and reads the body. Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    /// <param name="http">Sends the request.</param>
    /// <param name="request">The request; the caller disposes it.</param>
    /// <param name="limit">The time limit, body included.</param>
    /// <param name="time">The clock of <paramref name="limit"/> and of a <c>Retry-After</c> given as a date.</param>
    /// <param name="cancellationToken">Ends the attempt at once.</param>
    public static async Task<(ProviderResponse? Response, Fault? Fault)> RunAsync(
        HttpMessageInvoker http, HttpRequestMessage request, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        ProviderResponse? head = null;
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            head = ReadHead(response, time);
            return await ReadBodyAsync(response.Content, either.Token) is { } body
                ? (head with { Body = body }, null)
                : WithoutBody(head, new(FaultCategory.BadResponse, "a body over 4 MiB") { HttpStatus = head.Status });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The connect timeout of the handler is shorter than the limit, and also cancels.
            return WithoutBody(head, timer.IsCancellationRequested
                ? TooLate(limit)
                : WithProxy(new(FaultCategory.Network, "no connection could be made in time"), request));
        }
        catch (InvalidOperationException) when (head is not null)
        {
            // The Brotli decoder throws this where the other decoders throw InvalidDataException.
            return WithoutBody(head, ToFault(new InvalidDataException()));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return WithoutBody(head, WithProxy(ToFault(e), request));
        }
    }

    /// <summary>The attempt took longer than its limit.</summary>
    public static Fault TooLate(TimeSpan limit) => new(FaultCategory.Timeout, $"no whole answer within {limit.TotalSeconds:0.###} s");

    /// <summary>A response whose body cannot be read. An error status still counts, together with its <c>Retry-After</c>.</summary>
    private static (ProviderResponse?, Fault?) WithoutBody(ProviderResponse? head, Fault fault) =>
        head is not null && HttpFaults.CategoryOf(head.Status) is not FaultCategory.BadResponse ? (head, null) : (null, fault);

    /// <summary>A connection that fails behind a proxy names the proxy's variable, since the proxy may be what is wrong.</summary>
    private static Fault WithProxy(Fault fault, HttpRequestMessage request) =>
        fault.Category is FaultCategory.Network && ProxyVariables.System.NameFor(request.RequestUri!) is { } variable
            ? fault with { Hint = $"The request went through the proxy in {variable}: check it, or add the host to NO_PROXY." }
            : fault;

    private static ProviderResponse ReadHead(HttpResponseMessage response, TimeProvider time) =>
        new((int)response.StatusCode, ReadOnlyMemory<byte>.Empty)
        {
            ContentType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
            RetryAfter = ReadRetryAfter(response.Headers, time),
            Header = name => response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null,
            Date = response.Headers.Date,
        };

    /// <summary>The whole body; <see langword="null"/> when it is larger than <see cref="ProviderResponse.MaxBytes"/>.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > ProviderResponse.MaxBytes) return null;

        try
        {
            await content.LoadIntoBufferAsync(ProviderResponse.MaxBytes, cancellationToken);
            return await content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            return null;
        }
    }

    /// <summary>Seconds, possibly with a fraction, or a date, measured against the provider's own clock where it is given.</summary>
    private static TimeSpan? ReadRetryAfter(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values)) return null;

        var text = values.ToString().Trim();
        double? seconds = null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            seconds = number;
        else if (DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            seconds = (date - (headers.Date ?? time.GetUtcNow())).TotalSeconds;

        return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds.Value, LongestRetryAfter.TotalSeconds)) : null;
    }

    /// <summary>Our own words for what went wrong: the text of an exception may contain anything.</summary>
    private static Fault ToFault(Exception exception) => exception switch
    {
        InvalidDataException => new(FaultCategory.BadResponse, "a compressed body that cannot be read"),
        HttpRequestException { HttpRequestError: var error } => error switch
        {
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded =>
                new(FaultCategory.BadResponse, "an answer that is not HTTP"),
            HttpRequestError.NameResolutionError => new(FaultCategory.Network, "the host name could not be resolved"),
            HttpRequestError.SecureConnectionError => new(FaultCategory.Network, "no trusted TLS connection"),
            HttpRequestError.ConnectionError => new(FaultCategory.Network, "the connection was refused or failed"),
            HttpRequestError.ProxyTunnelError => new(FaultCategory.Network, "the proxy refused the connection"),
            _ => BrokenOff,
        },
        _ => BrokenOff,
    };

    private static Fault BrokenOff => new(FaultCategory.Network, "the connection broke before the answer was whole");
}
