using KlingMcp.Domain;
using KlingMcp.Http;

namespace KlingMcp.Providers;

/// <summary>How a provider is asked for an output's file without watermark, where that takes a call of its own.</summary>
/// <param name="Target">Path and query of the request; <see langword="null"/> if there is no such file.</param>
/// <param name="Read">Reads the response. Pure.</param>
internal sealed record CleanFileCall(
    Func<KlingOutput, Credentials, string?> Target, Func<ProviderResponse, Result<CleanFile>> Read);

/// <summary>A file without watermark.</summary>
/// <param name="Url">Its address.</param>
internal sealed record CleanFile(string Url);
