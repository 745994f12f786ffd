using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using KlingMcp.Domain;

namespace KlingMcp.Http;

/// <summary>One request and its whole answer, or why there is none.</summary>
internal static class HttpAttempt
{
    /// <summary>No pause that a provider asks for is told longer.</summary>
    private const double LongestRetryAfterSeconds = 86_400;

    /// <summary>Sends and reads. Never throws but for <paramref name="cancellationToken"/>.</summary>
    /// <param name="http">The connections.</param>
    /// <param name="request">The request; the caller disposes it.</param>
    /// <param name="limit">The longest it may take, body included.</param>
    /// <param name="time">The clock of <paramref name="limit"/> and of a <c>Retry-After</c> that is a date.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public static async Task<(ProviderResponse? ProviderResponse, Fault? Fault)> RunAsync(
        HttpMessageInvoker http, HttpRequestMessage request, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        ProviderResponse? head = null;
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            head = HeadOf(response, time);
            return await BodyOf(response, either.Token) is { } body
                ? (head with { Body = body }, null)
                : Without(head, new(FaultCategory.BadResponse, "a body over 4 MiB") { HttpStatus = head.Status });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // a limit of the connections' own, shorter than this one, ends what never gets through
            return Without(head, timer.IsCancellationRequested
                ? new(FaultCategory.Timeout, $"no whole answer within {limit.TotalSeconds:0.###} s")
                : new(FaultCategory.Network, "no connection could be made in time"));
        }
        catch (InvalidOperationException) when (head is not null)
        {
            // what the reader of Brotli throws where the others throw InvalidDataException
            return Without(head, FaultOf(new InvalidDataException()));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Net.Sockets.SocketException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Without(head, FaultOf(e));
        }
    }

    /// <summary>An answer without a body that can be read: a status that says no counts all the same, with the pause that it asks for.</summary>
    private static (ProviderResponse?, Fault?) Without(ProviderResponse? head, Fault fault) =>
        head is not null && HttpFaults.CategoryOf(head.Status) is not FaultCategory.BadResponse ? (head, null) : (null, fault);

    private static ProviderResponse HeadOf(HttpResponseMessage response, TimeProvider time) => new((int)response.StatusCode, ReadOnlyMemory<byte>.Empty)
    {
        ContentType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(),
        RetryAfter = RetryAfter(response.Headers, time),
        Date = response.Headers.Date,
    };

    /// <summary>The whole body; <see langword="null"/> when it is over the limit.</summary>
    private static async Task<byte[]?> BodyOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > ProviderResponse.MaxBytes) return null;

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            for (var length = 0; ;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0) return buffer.AsSpan(0, length).ToArray();

                length += read;
                if (length > ProviderResponse.MaxBytes) return null;
                if (length < buffer.Length) continue;

                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Seconds, also with a fraction, or a date by the provider's own clock where it tells it.</summary>
    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values)) return null;

        var text = values.ToString().Trim();
        var seconds =
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var told) ? told
            : DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? (date - (headers.Date ?? time.GetUtcNow())).TotalSeconds
            : double.NaN;
        return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestRetryAfterSeconds)) : null;
    }

    /// <summary>What broke, in our own words: an exception's text may hold anything.</summary>
    private static Fault FaultOf(Exception exception) => exception switch
    {
        InvalidDataException => new(FaultCategory.BadResponse, "a compressed body that cannot be read"),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            new(FaultCategory.BadResponse, "an answer that is not HTTP"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new(FaultCategory.Network, "the host name could not be resolved"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(FaultCategory.Network, "no trusted TLS connection"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new(FaultCategory.Network, "the connection was refused or failed"),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => new(FaultCategory.Network, "the proxy refused the connection"),
        _ => new(FaultCategory.Network, "the connection broke before the answer was whole"),
    };
}
