using KlingMcp.Domain;
using KlingMcp.Lookups;

namespace KlingMcp.Server.Cluster;

/// <summary>Shares polls with the other replicas on the same Redis.</summary>
internal sealed class PollSharing(
    RedisLink link, ClusterAccount accounts, ClusterTiming timing, TextFilter filter, TimeProvider time) : IPollSharing
{
    public ITaskPoller Share(ProviderRuntime runtime, TaskPoller own) =>
        new SharedPoller(runtime, own, link, accounts, timing, filter, time);
}
