namespace KlingMcp.Lookups;

/// <summary>The kinds under which the last ids were found, so that a search is made once.</summary>
internal sealed class KindCache
{
    /// <summary>The oldest is forgotten beyond this.</summary>
    public const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, string> kinds = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>The kind of an id; <see langword="null"/> when it was not found here lately.</summary>
    public string? KindOf(string id)
    {
        lock (gate) return kinds.GetValueOrDefault(id);
    }

    public void Remember(string id, string kind)
    {
        lock (gate)
        {
            if (!kinds.TryAdd(id, kind))
            {
                kinds[id] = kind;
                return;
            }

            order.Enqueue(id);
            if (order.Count > Capacity) kinds.Remove(order.Dequeue());
        }
    }
}
