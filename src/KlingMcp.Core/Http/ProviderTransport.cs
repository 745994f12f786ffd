using KlingMcp.Domain;
using Polly;
using Polly.Retry;

namespace KlingMcp.Http;

/// <summary>
/// The line to one provider: a few requests at a time, transient faults tried again with jitter, and silence while the provider asked for it.
/// The retry lies around send, read and parse together, so that a body that breaks off is tried again too.
/// </summary>
/// <remarks>An answer is read to one <see cref="Result{T}"/> per task asked for; a fault of the whole request is the first of them.</remarks>
internal sealed class ProviderTransport : IDisposable
{
    private static readonly ResiliencePropertyKey<ProviderCall> Key = new("call");

    /// <summary>A timer may fire a little early by the other clock.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(20);

    private readonly HttpMessageInvoker http;
    private readonly HttpOptions options;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim places;

    /// <summary>Built for the first question: Polly checks its options by reflection, which would be an eighth of the start.</summary>
    private readonly Lazy<ResiliencePipeline<IReadOnlyList<Result<KlingTask>>>> retry;

    private readonly Lock gate = new();
    private DateTimeOffset silentUntil;
    private DateTimeOffset askedToWaitUntil;

    /// <param name="http">The connections.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of all pauses and limits.</param>
    public ProviderTransport(HttpMessageInvoker http, HttpOptions options, TimeProvider time)
    {
        (this.http, this.options, this.time) = (http, options, time);
        places = new(options.RequestsInFlight);
        retry = new(BuildRetry);
    }

    /// <summary>Asks until there is an answer, a fault that will not pass, or no try left.</summary>
    /// <param name="call">What to send and how to read it.</param>
    /// <param name="cancellationToken">Ends it at once, request in flight included.</param>
    public async Task<IReadOnlyList<Result<KlingTask>>> AskAsync(ProviderCall call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(Key, call);
            var readings = await retry.Value.ExecuteAsync(static (c, line) => new ValueTask<IReadOnlyList<Result<KlingTask>>>(line.TryAsync(c.Properties.GetValue(Key, null!), c.CancellationToken)), context, this);
            return readings[0].Fault is { } fault && IsToBeLeftAlone(fault, call) ? [fault with { Category = FaultCategory.RateLimited }] : readings;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => places.Dispose();

    private ResiliencePipeline<IReadOnlyList<Result<KlingTask>>> BuildRetry() =>
        new ResiliencePipelineBuilder<IReadOnlyList<Result<KlingTask>>> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<IReadOnlyList<Result<KlingTask>>>
        {
            MaxRetryAttempts = Math.Max(1, options.Retries),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstPause,
            ShouldHandle = args => ValueTask.FromResult(options.Retries > 0 && IsWorthAnotherTry(args.Context, args.Outcome)),
            DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?[0].Fault?.RetryAfter is { } pause ? pause + Margin : (TimeSpan?)null),
        }).Build();

    private async Task<IReadOnlyList<Result<KlingTask>>> TryAsync(ProviderCall call, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            if (Silence() is { } silence)
                return [new Fault(FaultCategory.RateLimited, "the provider asked for a pause, so it was not asked") { RetryAfter = silence }];

            using var request = call.Request();
            var (response, fault) = await HttpAttempt.RunAsync(http, request, options.AttemptTimeout, time, cancellationToken);
            var result = response is null ? [fault!] : call.Read(response);
            if (result[0].Fault is { IsTransient: true, RetryAfter: { } pause }) KeepSilent(pause);
            return result;
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>A pause that the provider asked for is kept as long as it fits the caller's patience; else the caller is told at once.</summary>
    private static bool IsWorthAnotherTry(ResilienceContext context, Outcome<IReadOnlyList<Result<KlingTask>>> outcome)
    {
        var call = context.Properties.GetValue(Key, null!);
        return outcome.Result?[0].Fault is { IsTransient: true } fault
            && !IsUnasked(fault)
            && !call.IsSettled(fault)
            && (fault.RetryAfter ?? TimeSpan.Zero) <= call.Patience();
    }

    /// <summary>Whatever the fault was: its provider wants a longer pause than the caller has.</summary>
    private static bool IsToBeLeftAlone(Fault fault, ProviderCall call) => fault is { IsTransient: true, RetryAfter: { } pause } && pause > call.Patience();

    /// <summary>Made here, without an answer: the provider wants to be left alone.</summary>
    private static bool IsUnasked(Fault fault) => fault is { Category: FaultCategory.RateLimited, HttpStatus: null };

    /// <summary>What is left of the pause that the provider asked for; <see langword="null"/> when it may be asked.</summary>
    private TimeSpan? Silence()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return now < silentUntil ? askedToWaitUntil - now : null;
        }
    }

    private void KeepSilent(TimeSpan pause)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var silence = now + (pause < options.LongestPause ? pause : options.LongestPause);

            // what was asked for before a silence that is over counts no more
            if (now >= silentUntil || now + pause > askedToWaitUntil) askedToWaitUntil = now + pause;
            if (silence > silentUntil) silentUntil = silence;
        }
    }

    /// <summary>One question as the line sees it.</summary>
    /// <param name="Request">Makes the request, anew for each attempt (it is signed by the time).</param>
    /// <param name="Read">Reads an answer; pure.</param>
    /// <param name="Patience">How long a pause the caller would sit out, asked when it matters.</param>
    /// <param name="IsSettled">Whether a fault needs no second try for this caller, though it may pass.</param>
    internal sealed record ProviderCall(Func<HttpRequestMessage> Request, Func<ProviderResponse, IReadOnlyList<Result<KlingTask>>> Read, Func<TimeSpan> Patience, Func<Fault, bool> IsSettled);
}
