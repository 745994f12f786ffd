using System.Text;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Reads a body with an adapter, without a network.</summary>
internal static class KlingAsk
{
    public static ProviderResponse ProviderResponse(string body, int status = 200, string contentType = "application/json") =>
        new(status, Encoding.UTF8.GetBytes(body)) { ContentType = contentType };

    public static Result<KlingTask> Read(LookupApi api, LookupRequest asked, string body, int status = 200) =>
        Assert.Single(api.Read(asked, ProviderResponse(body, status)));

    public static KlingTask Task(LookupApi api, LookupRequest asked, string body, int status = 200)
    {
        var reading = Read(api, asked, body, status);
        Assert.True(reading.IsSuccess, $"{reading.Fault?.Category} {reading.Fault?.Message}");
        return reading.Value;
    }

    public static Fault Fault(LookupApi api, LookupRequest asked, string body, int status = 200)
    {
        var reading = Read(api, asked, body, status);
        Assert.False(reading.IsSuccess);
        return reading.Fault;
    }

    /// <summary>The Authorization header of a request.</summary>
    public static string Authorization(LookupApi api, Credentials credentials, DateTimeOffset now)
    {
        using var request = new HttpRequestMessage();
        api.Authorize(request, credentials, now);
        return Assert.Single(request.Headers.GetValues("Authorization"));
    }
}
