using System.Text;
using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Tests.Providers.Dialects;

/// <summary>Asks an adapter about a body, without a network.</summary>
internal static class KlingAsk
{
    public static Reply Reply(string body, int status = 200, string contentType = "application/json") =>
        new(status, Encoding.UTF8.GetBytes(body)) { ContentType = contentType };

    public static Reading Read(LookupApi api, Question asked, string body, int status = 200) => Assert.Single(api.Read(asked, Reply(body, status)));

    public static KlingTask Task(LookupApi api, Question asked, string body, int status = 200)
    {
        var reading = Read(api, asked, body, status);
        Assert.True(reading.Found, $"{reading.Fault?.Category} {reading.Fault?.Message}");
        return reading.Task;
    }

    public static Fault Fault(LookupApi api, Question asked, string body, int status = 200)
    {
        var reading = Read(api, asked, body, status);
        Assert.False(reading.Found);
        return reading.Fault;
    }

    /// <summary>The headers that an adapter puts on its request.</summary>
    public static string Authorization(LookupApi api, Credentials credentials, DateTimeOffset now)
    {
        using var request = new HttpRequestMessage();
        api.Authorize(request, credentials, now);
        return Assert.Single(request.Headers.GetValues("Authorization"));
    }
}
