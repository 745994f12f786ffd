using System.Security.Cryptography;
using KlingMcp.Memory;
using KlingMcp.Providers;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// Names accounts in Redis by an HMAC whose key is kept there. Replicas with the same account and Redis find the same name; replicas with
/// different keys never share anything.
/// </summary>
internal sealed class ClusterAccount(RedisLink link, TimeProvider time)
{
    /// <summary>For how long the key counts as known. Redis may be replaced by an empty one.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(10);

    /// <summary>The key as this process last saw it. It is offered again to a Redis that has lost it.</summary>
    private readonly byte[] own = RandomNumberGenerator.GetBytes(AccountHash.SecretLength);

    private volatile KnownSalt? known;

    /// <summary>The name; <see langword="null"/> when Redis does not answer.</summary>
    public async Task<string?> NameOfAsync(ProviderAccount account)
    {
        if (known is { } last && time.GetElapsedTime(last.At) < Known) return NameOf(account, last.Salt);

        var (answered, salt) = await link.TryAsync(async db =>
        {
            await db.StringSetAsync(RedisKeys.Salt, own, when: StackExchange.Redis.When.NotExists);
            return (byte[]?)await db.StringGetAsync(RedisKeys.Salt);
        });
        if (!answered || salt is null) return null;

        known = new(salt, time.GetTimestamp());
        return NameOf(account, salt);
    }

    /// <summary>Redis was away, and may be another one now.</summary>
    public void Forget() => known = null;

    private static string NameOf(ProviderAccount account, byte[] salt) => Convert.ToHexStringLower(AccountHash.OfAllKeys(account, salt));

    /// <param name="Salt">The key.</param>
    /// <param name="At">Timestamp at which it was read.</param>
    private sealed record KnownSalt(byte[] Salt, long At);
}
