using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>What one lookup may use: requests to its provider, within the patience and the lifetime of its caller.</summary>
internal sealed class ProviderExchange(ProviderHttp http, RetryBudget budget, CancellationToken cancellationToken)
{
    public Credentials Credentials => http.Account.Credentials;

    /// <inheritdoc cref="ProviderHttp.GetAsync{T}"/>
    public Task<Result<T>> GetAsync<T>(string target, Func<ProviderResponse, Result<T>> read)
        where T : class => http.GetAsync(target, read, budget, cancellationToken);
}
