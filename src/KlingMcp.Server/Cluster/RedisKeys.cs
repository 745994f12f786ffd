using System.Security.Cryptography;
using System.Text;
using KlingMcp.Lookups;
using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>
/// The names of keys and channels in Redis. They begin with the version of what they hold. The account is an HMAC, so that neither a key
/// nor an address can be told from it. Braces keep the keys of a task on one node of a cluster.
/// </summary>
/// <param name="account">The account, as hexadecimal digits.</param>
internal sealed class RedisKeys(string account)
{
    public const string Salt = Prefix + "salt";

    /// <summary>Written to find out whether Redis takes something in.</summary>
    public const string Probe = Prefix + "probe";

    private const string Prefix = "kling:1:";

    public string Account => account;

    /// <summary>Messages for all replicas that serve the account.</summary>
    public RedisChannel Channel => RedisChannel.Literal($"{Prefix}{account}");

    /// <summary>The pause that the provider asked for.</summary>
    public RedisKey Pause => $"{Prefix}{account}:pause";

    /// <summary>What is remembered of the account's tasks, by their ids.</summary>
    public RedisKey Rows => $"{Prefix}{{{account}}}:rows";

    /// <summary>The ids of those tasks, by their times.</summary>
    public RedisKey Order => $"{Prefix}{{{account}}}:order";

    /// <summary>Who polls a task.</summary>
    public RedisKey Lease(string task) => $"{Prefix}{{{account}:{task}}}:lease";

    /// <summary>How often the lease was taken.</summary>
    public RedisKey Epoch(string task) => $"{Prefix}{{{account}:{task}}}:epoch";

    public RedisKey State(string task) => $"{Prefix}{{{account}:{task}}}:state";

    /// <summary>Messages for all replicas that wait for a task.</summary>
    public RedisChannel ChannelOf(string task) => RedisChannel.Literal($"{Prefix}{{{account}:{task}}}");

    /// <summary>
    /// Names a task by the key that is asked for first, so that however it was asked for, it has one lease. A search by kinds is named as
    /// such, until it finds the kind. A hash, since an id may be a caller's own and say anything.
    /// </summary>
    public static string TaskOf(SearchName name)
    {
        var (id, kind, external, fallback) = name.First;
        var text = $"{id}\n{kind}\n{external}\n{fallback}{(name.ByKinds ? $"\n{name.Keys}" : "")}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
