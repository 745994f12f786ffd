using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>Asks one provider. Sets the filter that cleans what the provider wrote, and puts the provider's name on faults.</summary>
internal sealed class ProviderClient : IDisposable
{
    /// <summary>The patience of a caller who wants one try.</summary>
    public static readonly TimeSpan NoRetry = TimeSpan.FromTicks(-1);

    // a provider's clock that shows a year outside of these is none
    private const int FirstYear = 2020;
    private const int LastYear = 2100;

    private readonly TextFilter filter;
    private readonly TimeProvider time;
    private readonly ProviderTransport line;
    private TimeSpan skew;

    public ProviderClient(ProviderAccount account, HttpMessageInvoker http, HttpOptions options, TextFilter filter, TimeProvider time)
    {
        (Account, this.filter, this.time) = (account, filter, time);
        line = new(http, options, time);
    }

    public ProviderAccount Account { get; }

    public string Name => Account.Name;

    public LookupApi Api => Account.Api;

    /// <summary>What the last answer showed of the provider itself; <see langword="null"/> before the first.</summary>
    public Contact? LastContact { get; private set; }

    /// <summary>What the provider says of each id asked, in their order.</summary>
    /// <param name="question">At most <see cref="LookupApi.BatchSize"/> ids.</param>
    /// <param name="patience">The longest pause, asked for by the provider, that is sat out here; asked when it matters.</param>
    /// <param name="searching">One of several places where the task may be: a fault that means "not here" is not tried again.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<IReadOnlyList<Result<KlingTask>>> AskAsync(LookupRequest question, Func<TimeSpan> patience, bool searching, CancellationToken cancellationToken)
    {
        DateTimeOffset? providerTime = null;
        List<string> tokens = [];
        ProviderTransport.ProviderCall call = new(
            () =>
            {
                var request = Request(question);
                if (TokenOf(request) is { } token && !tokens.Contains(token)) tokens.Add(token);
                return request;
            },
            response =>
            {
                providerTime = response.Date;
                LastContact = new(response.Status, response.Date - time.GetUtcNow());
                return Read(question, response with { Filter = filter.ForResponse(tokens, Api.SecretIn(response)) });
            },
            patience,
            fault => searching && fault.MayMeanNotHere);

        var readings = await line.AskAsync(call, cancellationToken);
        if (readings[0].Fault is { } fault && Api.MeansStaleSignature(fault))
        {
            // signed by the provider's own clock, once
            if (providerTime is { Year: >= FirstYear and <= LastYear } theirs) skew = theirs - time.GetUtcNow();
            readings = await line.AskAsync(call, cancellationToken);
        }

        // a fault of the whole request is one for each id
        return readings.Count == question.Ids.Count
            ? [.. readings.Select(reading => Finished(reading))]
            : [.. question.Ids.Select(_ => Finished(readings[0]))];
    }

    public void Dispose() => line.Dispose();

    /// <summary>Built by hand and left as it is: a <see cref="Uri"/> that tidies up would ask for another id than the one escaped.</summary>
    private HttpRequestMessage Request(LookupRequest question)
    {
        var address = new Uri($"{Account.BaseAddress}/{Api.Target(question, Account.Credentials)}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", ProductName.UserAgent);
        Api.Authorize(request, Account.Credentials, time.GetUtcNow() + skew);
        return request;
    }

    /// <summary>Whatever a provider sends, reading it is no reason to break.</summary>
    private IReadOnlyList<Result<KlingTask>> Read(LookupRequest question, ProviderResponse response)
    {
        try
        {
            var readings = Api.Read(question, response);
            return response.Status is >= 300 and <= 399 ? [.. readings.Select(Elsewhere)] : readings;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or OverflowException or System.Text.Json.JsonException)
        {
            return [new Fault(FaultCategory.BadResponse, "JSON that could not be read") { HttpStatus = response.Status }];
        }
    }

    /// <summary>A redirect is not followed; whatever it says beside, what answers there is not the API.</summary>
    private static Result<KlingTask> Elsewhere(Result<KlingTask> reading) => reading is { IsSuccess: false, Fault: { Category: FaultCategory.BadResponse } fault } ? fault with { IsAstray = true } : reading;

    /// <summary>What only this provider's account lets us say; <see langword="null"/> for nothing.</summary>
    private string? AdviceOn(Fault fault) => fault.IsAstray
        ? $"Check {Account.Provider.BaseVariable}: what answers there is not the API."
        : Account.Provider.Hints.GetValueOrDefault(fault.Category);

    /// <summary>What was sent as a token: a key, or one made for this request.</summary>
    private static string? TokenOf(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? values.ToString().Split(' ')[^1] : null;

    private Result<KlingTask> Finished(Result<KlingTask> reading) => reading.IsSuccess
        ? reading
        : reading.Fault with { Provider = Name, KeyVariables = Account.KeyVariables, Hint = reading.Fault.Hint ?? AdviceOn(reading.Fault) };
}

/// <summary>There was an answer, whatever it said.</summary>
/// <param name="HttpStatus">Its status.</param>
/// <param name="Ahead">By how much the provider's clock is ahead of ours; <see langword="null"/> when it does not tell its time.</param>
internal sealed record Contact(int HttpStatus, TimeSpan? Ahead);
