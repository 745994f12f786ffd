namespace KlingMcp.Http;

/// <summary>
/// The pause that a provider asked for with <c>Retry-After</c>. It holds back every request to that provider, not only the one that was
/// answered so. Measured on the monotonic clock, so that setting the system clock changes nothing.
/// </summary>
/// <param name="longest">The longest that the provider is left unasked, whatever it asks for.</param>
/// <param name="time">The clock.</param>
internal sealed class ProviderPause(TimeSpan longest, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly long origin = time.GetTimestamp();
    private TimeSpan silentUntil;
    private TimeSpan askedUntil;

    /// <summary>Called with each pause that the provider asks this process for.</summary>
    public event Action<TimeSpan>? Begun;

    /// <summary>What is left of the pause that the provider asked for; <see langword="null"/> when it may be asked.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (gate) return time.GetElapsedTime(origin) is var now && now < silentUntil ? askedUntil - now : null;
        }
    }

    /// <summary>Begins a pause, or extends the one in force. A pause that is already over does not count.</summary>
    public void Begin(TimeSpan pause)
    {
        Join(pause);
        Begun?.Invoke(pause);
    }

    /// <summary>The same for a pause that the provider asked another process for.</summary>
    public void Join(TimeSpan pause)
    {
        lock (gate)
        {
            var now = time.GetElapsedTime(origin);
            if (now >= silentUntil || now + pause > askedUntil) askedUntil = now + pause;

            var end = now + (pause < longest ? pause : longest);
            if (end > silentUntil) silentUntil = end;
        }
    }
}
