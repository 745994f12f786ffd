namespace KlingMcp.Domain;

/// <summary>
/// Cleans what a provider wrote before anything else sees it: text loses invisible characters and keys and is cut, and an address
/// or a handle that contains a key is withheld. Each response has its own filter, which counts the addresses it withheld; it is
/// used by one thread at a time.
/// </summary>
internal sealed class TextFilter
{
    /// <summary>How much of a text is searched for keys before it is cut, in UTF-16 units.</summary>
    private const int MaxSearched = 4096;

    /// <summary>A log line is cut here, in UTF-16 units.</summary>
    private const int MaxLine = 16 * 1024;

    private static readonly SecretMatcher NoSecrets = new([]);

    private readonly SecretMatcher secrets;
    private readonly CancellationToken stop;
    private readonly HashSet<string> withheld = new(StringComparer.Ordinal);

    /// <summary>A filter that knows no keys. It still strikes out what looks like a token.</summary>
    public TextFilter()
        : this(NoSecrets)
    {
    }

    /// <param name="secrets">Every key, token and e-mail address that is configured.</param>
    public TextFilter(IEnumerable<string> secrets)
        : this(new SecretMatcher(secrets))
    {
    }

    private TextFilter(SecretMatcher secrets, CancellationToken stop = default) => (this.secrets, this.stop) = (secrets, stop);

    /// <summary>A new filter for one response, which also knows the secrets of that exchange.</summary>
    /// <param name="sent">Tokens that were sent with the request.</param>
    /// <param name="echoed">A secret that the response itself contains, struck out of text only; <see langword="null"/> for none.</param>
    public TextFilter ForResponse(IEnumerable<string> sent, string? echoed = null) => new(secrets.With(sent, echoed));

    /// <summary>A filter for a reading that ends when the token is cancelled: nobody waits for it any more, or its time is up.</summary>
    public TextFilter StoppedBy(CancellationToken token) => new(secrets, token);

    /// <summary>Called while a response is read, so that a reading that nobody waits for ends.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the reading any more.</exception>
    public void ThrowIfStopped() => stop.ThrowIfCancellationRequested();

    /// <summary>
    /// A provider's text in one line of at most <paramref name="max"/> UTF-16 units, without keys, and without a quotation mark that would
    /// end the quotes around it; <see langword="null"/> when nothing is left.
    /// </summary>
    public string? Clean(string? text, int max = VisibleText.MaxLength) =>
        Line(text, max) is { } line ? VisibleText.WithSingleQuotes(line) : null;

    /// <summary>
    /// A line of our own, or of a caller, without keys: for the log, and for what is repeated from arguments and settings.
    /// </summary>
    public string? CleanLine(string line) => Line(line, MaxLine);

    /// <summary>
    /// Our advice, which may quote a caller. It names providers and variables, and so may a key: only a whole secret is removed.
    /// </summary>
    public string CleanAdvice(string advice) => secrets.StrikeWhole(advice);

    /// <summary>
    /// The media address exactly as written; <see langword="null"/> if the text is not one, or contains a key and is withheld.
    /// </summary>
    public string? Address(string? text)
    {
        ThrowIfStopped();
        if (MediaAddress.From(text) is not { } address) return null;
        if (!secrets.IsInAddress(address)) return address;

        withheld.Add(address);
        return null;
    }

    /// <summary>A handle, without invisible characters; <see langword="null"/> if it contains a key.</summary>
    public string? Handle(string? text) => VisibleText.Clean(text) is { } handle && !secrets.IsInHandle(handle) ? handle : null;

    private string? Line(string? text, int max)
    {
        ThrowIfStopped();
        return VisibleText.Clean(text, Math.Max(max, MaxSearched)) is { } line ? VisibleText.Clean(secrets.Strike(line), max) : null;
    }

    /// <summary>How many different addresses were withheld since the last call.</summary>
    public int TakeWithheld()
    {
        var count = withheld.Count;
        withheld.Clear();
        return count;
    }
}
