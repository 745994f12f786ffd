using KlingMcp.Lookups;
using KlingMcp.Memory;
using StackExchange.Redis;

namespace KlingMcp.Server.Cluster;

/// <summary>Registers what replicas share. Without Redis, or in the sandbox, each process polls and remembers for itself.</summary>
internal static class ClusterServices
{
    public static IServiceCollection AddCluster(this IServiceCollection services, ServerSettings settings)
    {
        if (settings is not { Redis: { } redis, Library: { Sandbox: false } library }) return services;

        services
            .AddSingleton(p => ActivatorUtilities.CreateInstance<RedisLink>(p, ConfigurationOptions.Parse(redis)))
            .AddSingleton(new ClusterTiming())
            .AddSingleton<ClusterAccount>()
            .AddSingleton<IPollSharing, PollSharing>();
        return !library.Memory ? services
            : services.AddSingleton<ITaskMemory>(p => ActivatorUtilities.CreateInstance<RedisMemory>(p, library));
    }
}
