using System.Text.Json;
using KlingMcp.Lookups;
using KlingMcp.Server.Callers;
using KlingMcp.Server.Cluster;

namespace KlingMcp.Server.Commands;

/// <summary><c>check</c>: says what the settings amount to, and tries the keys, the token file, the issuer and Redis.</summary>
/// <param name="settings">The settings.</param>
/// <param name="services">Those of a server that is not started.</param>
/// <param name="output">Receives the findings, one a line.</param>
internal sealed class CheckCommand(ServerSettings settings, IServiceProvider services, TextWriter output)
{
    /// <summary>The first connection to Redis takes longer than a call may.</summary>
    private const int RedisTries = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private bool isWrong;

    /// <returns>0 when all works, 1 when something does not.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Tell(true, $"addresses: {string.Join(' ', settings.Addresses.Select(static a => a.Url))}");
        foreach (var warning in settings.Library.Warnings) Tell(true, warning);
        await CheckKeysAsync(cancellationToken);
        if (settings.TokensFile is { } file) await CheckTokensAsync(file, cancellationToken);
        if (settings.OpenId is { } openId) await CheckIssuerAsync(openId, cancellationToken);
        if (services.GetService<RedisLink>() is { } redis) await CheckRedisAsync(redis, cancellationToken);
        return isWrong ? 1 : 0;
    }

    private async Task CheckKeysAsync(CancellationToken cancellationToken)
    {
        var states = await services.GetRequiredService<ProviderCheck>().RunAsync(verify: true, cancellationToken);
        foreach (var state in states.Where(static s => s.Problem is not null)) Tell(false, $"{state.Provider.Name}: {state.Problem}");
        foreach (var state in states.Where(static s => s.Key is not null))
        {
            var reason = state.Fault?.Message is { Length: > 0 } message ? $" ({message})" : "";
            Tell(state.Key is KeyState.Accepted, $"{state.Provider.Name}: key {state.Key.ToString()!.ToLowerInvariant()}{reason}");
        }

        if (settings.Library.Accounts.Count == 0) Tell(false, "no provider has a key");
    }

    private async Task CheckTokensAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var lines = await File.ReadAllLinesAsync(file, cancellationToken);
            var count = lines.Count(static line => TokenLine.Read(line) is not null);
            Tell(count > 0, $"token file: {count} callers");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(false, $"token file: it cannot be read ({e.GetType().Name}), so nobody is let in");
        }
    }

    private async Task CheckIssuerAsync(OpenIdSettings openId, CancellationToken cancellationToken)
    {
        try
        {
            using HttpClient http = new() { Timeout = Patience };
            var address = $"{openId.Authority}/.well-known/openid-configuration";
            using var metadata = JsonDocument.Parse(await http.GetStringAsync(new Uri(address), cancellationToken));
            Tell(metadata.RootElement.TryGetProperty("jwks_uri", out _), "issuer: its metadata were read");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException)
        {
            Tell(false, $"issuer: its metadata cannot be read ({e.GetType().Name})");
        }
    }

    private async Task CheckRedisAsync(RedisLink redis, CancellationToken cancellationToken)
    {
        var answers = false;
        for (var tries = 0; tries < RedisTries && redis.IsUp && !(answers = await redis.ProbeAsync()); tries++)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);

        Tell(answers, answers ? "Redis: it answers" : "Redis: it does not answer");
    }

    private void Tell(bool isGood, string finding)
    {
        isWrong |= !isGood;
        output.WriteLine($"{(isGood ? "ok" : "!!")}  {finding}");
    }
}
