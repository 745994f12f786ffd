using System.Text;
using KlingMcp.Http;

namespace KlingMcp.Tests.Support;

/// <summary>Answers of a provider, for tests of the pure readers.</summary>
internal static class Responses
{
    /// <summary>200 with this text for a body.</summary>
    public static ProviderResponse Ok(string body) => Of(200, body);

    public static ProviderResponse Of(int status, string body) =>
        new(status, Encoding.UTF8.GetBytes(body)) { ContentType = "application/json" };

    /// <summary>A body with the quotes of C# text: <c>'</c> stands for <c>"</c>.</summary>
    public static ProviderResponse Quoted(string body, int status = 200) => Of(status, body.Replace('\'', '"'));
}
