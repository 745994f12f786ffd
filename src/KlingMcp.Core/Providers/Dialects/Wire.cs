using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KlingMcp.Http;

namespace KlingMcp.Providers.Dialects;

/// <summary>What the writers of pretended answers share.</summary>
internal static class Wire
{
    /// <summary>An answer with a JSON body.</summary>
    public static ProviderResponse Json(int status, JsonNode body) =>
        new(status, Encoding.UTF8.GetBytes(body.ToJsonString())) { ContentType = "application/json" };

    /// <summary>UTC, nine fractional digits.</summary>
    public static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
