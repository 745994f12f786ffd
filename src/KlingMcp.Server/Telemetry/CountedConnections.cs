using System.Globalization;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Server.Telemetry;

/// <summary>Sends requests to providers, and counts them.</summary>
/// <param name="accounts">Whom the requests are for, by the beginning of their address.</param>
/// <param name="metrics">Made when the first request is sent: it needs the accounts' runtimes, which need this.</param>
internal sealed class CountedConnections(IReadOnlyList<ProviderAccount> accounts, Func<ServerMetrics> metrics)
    : DelegatingHandler(Connections.CreateHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var outcome = "none";
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            outcome = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        finally
        {
            metrics().CountRead(NameOf(request.RequestUri!.AbsoluteUri), outcome);
        }
    }

    private string NameOf(string address) =>
        accounts.FirstOrDefault(a => address.StartsWith($"{a.BaseAddress}/", StringComparison.Ordinal))?.Name ?? "unknown";
}
