using System.Text;
using KlingMcp.Http;

namespace KlingMcp.Tests.Support;

/// <summary>Responses for tests of adapters.</summary>
internal static class Responses
{
    /// <summary>A response with status 200.</summary>
    public static ProviderResponse Ok(string body) => Of(200, body);

    public static ProviderResponse Of(int status, string body) =>
        new(status, Encoding.UTF8.GetBytes(body)) { ContentType = "application/json" };

    /// <summary>A JSON body in which <c>'</c> stands for <c>"</c>.</summary>
    public static ProviderResponse Quoted(string body, int status = 200) => Of(status, body.Replace('\'', '"'));
}
