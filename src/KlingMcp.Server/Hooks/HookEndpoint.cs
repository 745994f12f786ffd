using System.Threading.RateLimiting;
using KlingMcp.Lookups;
using Microsoft.AspNetCore.Http.Features;

namespace KlingMcp.Server.Hooks;

/// <summary>
/// A provider posts here when a task has changed. The only effect is that the next read of a task that somebody waits for comes sooner.
/// The content is never trusted, so a forged hook costs at most one read.
/// </summary>
internal sealed class HookEndpoint(ServerSettings settings, ProviderRuntimes runtimes, TimeProvider time) : IDisposable
{
    public const string Path = "/hooks";

    private const int MaxBody = 256 * 1024;
    private const int PerMinute = 60;

    private readonly SecretHash? secret = settings.Hooks is { } hooks ? SecretHash.Of(hooks.Secret) : null;

    private readonly PartitionedRateLimiter<string> limit = PartitionedRateLimiter.Create<string, string>(static provider =>
        RateLimitPartition.GetFixedWindowLimiter(
            provider, static _ => new() { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1) }));

    public void Map(IEndpointRouteBuilder app) => app.MapPost($"{Path}/{{provider}}/{{secret?}}", HandleAsync);

    public void Dispose() => limit.Dispose();

    /// <summary>The path of a hook as it may be logged.</summary>
    public static string Masked(PathString path) => path.StartsWithSegments(Path) ? $"{Path}/***" : path.Value ?? "";

    private async Task HandleAsync(HttpContext context)
    {
        var provider = context.Request.RouteValues["provider"] as string;
        var runtime = runtimes.All.FirstOrDefault(r => r.Account.Name == provider);
        context.Response.StatusCode = !IsKnown(context.Request) || runtime is null ? StatusCodes.Status404NotFound
            : !limit.AttemptAcquire(runtime.Account.Name).IsAcquired ? StatusCodes.Status429TooManyRequests
            : await ReadAsync(context) is not { } body ? StatusCodes.Status413PayloadTooLarge
            : !IsSigned(context.Request, body, runtime) ? StatusCodes.Status401Unauthorized
            : Nudge(runtime, body);
    }

    /// <summary>The secret is in the address, or in the header that PiAPI and GoAPI send.</summary>
    private bool IsKnown(HttpRequest request)
    {
        var given = request.RouteValues["secret"] as string ?? request.Headers["x-webhook-secret"].ToString();
        return secret?.IsSame(SecretHash.Of(given)) is true;
    }

    private bool IsSigned(HttpRequest request, byte[] body, ProviderRuntime runtime) =>
        runtime.Account.Name != "official" || settings.Hooks?.OfficialKey is not { } key
        || WebhookSignature.IsValid(request.Headers, body, key, time.GetUtcNow());

    private static int Nudge(ProviderRuntime runtime, byte[] body)
    {
        foreach (var id in HookBody.IdsIn(body)) runtime.Poller.Nudge(id);
        return StatusCodes.Status204NoContent;
    }

    /// <returns><see langword="null"/> if it is too long.</returns>
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBody;
        try
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }
}
