using KlingMcp.Domain;
using KlingMcp.Http;
using KlingMcp.Providers;

namespace KlingMcp.Tests;

/// <summary>The parts of a lookup that takes a single GET.</summary>
internal static class SingleGetExtensions
{
    extension(LookupApi api)
    {
        public IReadOnlyList<Result<KlingTask>> Read(LookupRequest request, ProviderResponse response) =>
            ((SingleGet)api.Lookup).Read(request, response);

        public string Target(LookupRequest request, Credentials credentials) =>
            api.Lookup.Targets(request, credentials)[0];
    }
}
