using KlingMcp.Domain;
using Polly;
using Polly.Retry;

namespace KlingMcp.Http;

/// <summary>
/// Sends requests to one provider: a few at a time, with transient faults retried, and none while the provider asked for a pause.
/// The retry wraps send, read and parse together, so that a body that breaks off is retried too.
/// </summary>
internal sealed class ProviderTransport : IDisposable
{
    /// <summary>Timers may fire slightly early, so a pause that the provider asked for is kept this much longer.</summary>
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromMilliseconds(20);

    private readonly HttpMessageInvoker http;
    private readonly HttpOptions options;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim slots;

    /// <summary>Built on first use: Polly validates its options by reflection, which would slow the start.</summary>
    private readonly Lazy<ResiliencePipeline> retry;

    /// <param name="http">Sends a single request.</param>
    /// <param name="options">Limits and retries.</param>
    /// <param name="time">The clock of all pauses and limits.</param>
    public ProviderTransport(HttpMessageInvoker http, HttpOptions options, TimeProvider time)
    {
        (this.http, this.options, this.time) = (http, options, time);
        slots = new(options.RequestsInFlight);
        Pause = new(options.LongestPause, time);
        retry = new(BuildRetry);
    }

    /// <summary>The pause that the provider asked for.</summary>
    public ProviderPause Pause { get; }

    /// <summary>Sends until there is an answer, a fault that will not pass, or no attempt is left.</summary>
    /// <param name="createRequest">Creates the request, anew for each attempt (a signature depends on the time).</param>
    /// <param name="read">Reads a response. Pure.</param>
    /// <param name="budget">How long pauses that the provider asks for are waited out.</param>
    /// <param name="cancellationToken">Ends it at once, a request in flight included.</param>
    public async Task<Result<T>> SendAsync<T>(
        Func<HttpRequestMessage> createRequest,
        Func<ProviderResponse, Result<T>> read,
        RetryBudget budget,
        CancellationToken cancellationToken)
        where T : class
    {
        var attempts = 0;
        var outcome = await retry.Value.ExecuteAsync(
            async token =>
            {
                attempts++;
                return await AttemptAsync(createRequest, read, budget, token);
            },
            cancellationToken);

        if (outcome.Result.Fault is not { } fault) return outcome.Result;

        var isPauseTooLong = fault is { IsTransient: true, RetryAfter: { } asked } && asked > TimeLeft(budget);
        return fault with { Attempts = attempts, Category = isPauseTooLong ? FaultCategory.RateLimited : fault.Category };
    }

    public void Dispose() => slots.Dispose();

    private ResiliencePipeline BuildRetry() => new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = Math.Max(1, options.Retries),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.FirstPause,
        ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is AttemptOutcome { MayRetry: true }),
        DelayGenerator = static args => ValueTask.FromResult((args.Outcome.Result as AttemptOutcome)?.RetryAfter + TimerTolerance),
    }).Build();

    private async Task<AttemptOutcome<T>> AttemptAsync<T>(
        Func<HttpRequestMessage> createRequest,
        Func<ProviderResponse, Result<T>> read,
        RetryBudget budget,
        CancellationToken cancellationToken)
        where T : class
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            if (Pause.Remaining is { } remaining)
            {
                const string Message = "the provider asked for a pause, so it was not asked";
                return new(new Fault(FaultCategory.RateLimited, Message) { RetryAfter = remaining }, MayRetry: false);
            }

            var started = time.GetTimestamp();
            using var request = createRequest();
            var (response, fault) = await HttpAttempt.RunAsync(http, request, options.AttemptTimeout, time, cancellationToken);
            var result = response is null ? fault! : Read(response, read, started, cancellationToken);
            if (result.Fault is { IsTransient: true, RetryAfter: { } asked }) Pause.Begin(asked);
            return new(result, result.Fault is { } failed && MayRetry(failed, budget));
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Reads a response in what is left of the attempt's time, and only as long as the caller waits.</summary>
    private Result<T> Read<T>(
        ProviderResponse response, Func<ProviderResponse, Result<T>> read, long started, CancellationToken cancellationToken)
        where T : class
    {
        var left = options.AttemptTimeout - time.GetElapsedTime(started);
        using CancellationTokenSource timer = new(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return read(response with { Stop = either.Token });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HttpAttempt.TooLate(options.AttemptTimeout);
        }
    }

    private bool MayRetry(Fault fault, RetryBudget budget) =>
        fault.IsTransient
        && options.Retries > 0
        && budget.Retries
        && !(budget.Searching && fault.MayMeanNotHere)
        && (fault.RetryAfter ?? TimeSpan.Zero) <= TimeLeft(budget);

    private TimeSpan TimeLeft(RetryBudget budget) =>
        time.GetElapsedTime(time.GetTimestamp(), budget.Deadline) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>What Polly decides by.</summary>
    private abstract record AttemptOutcome(bool MayRetry)
    {
        /// <summary>The pause that the provider asked for; <see langword="null"/> for the usual back-off.</summary>
        public abstract TimeSpan? RetryAfter { get; }
    }

    private sealed record AttemptOutcome<T>(Result<T> Result, bool MayRetry) : AttemptOutcome(MayRetry)
        where T : class
    {
        public override TimeSpan? RetryAfter => Result.Fault?.RetryAfter;
    }
}
