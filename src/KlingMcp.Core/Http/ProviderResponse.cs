using KlingMcp.Domain;

namespace KlingMcp.Http;

/// <summary>One whole HTTP answer, decompressed.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The bytes, at most <see cref="MaxBytes"/>; empty for none.</param>
internal sealed record ProviderResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>A larger body is refused unread.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Cleans the text of the body as it is read; by default it knows no keys.</summary>
    public TextFilter Filter { get; init; } = new();

    /// <summary>Cancelled when nobody waits for the reading of the body any more, or the attempt's time is up.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The media type without parameters; <see langword="null"/> if not reported.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// How long to leave the provider alone, read from <c>Retry-After</c> (seconds or date); <see langword="null"/> when it does not
    /// ask.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A header by its name, in any case; <see langword="null"/> when there is none.</summary>
    public Func<string, string?> Header { get; init; } = static _ => null;

    /// <summary>The provider's clock, from <c>Date</c>; <see langword="null"/> if not reported.</summary>
    public DateTimeOffset? Date { get; init; }
}
