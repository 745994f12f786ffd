using KlingMcp.Domain;

namespace KlingMcp.Http;

/// <summary>What a request for an output's file carries besides its address. It is not sent.</summary>
internal static class MediaRequestOptions
{
    /// <summary>The type of the output, by which the sandbox chooses a sample.</summary>
    public static HttpRequestOptionsKey<OutputType> Type { get; } = new("output-type");
}
