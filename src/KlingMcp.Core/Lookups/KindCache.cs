namespace KlingMcp.Lookups;

/// <summary>The kinds under which the last ids were found, so that a search over kinds is made only once per id.</summary>
internal sealed class KindCache
{
    /// <summary>When it is full, the oldest entry is dropped.</summary>
    public const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly OrderedDictionary<(string Provider, string Id), string> kinds = [];

    /// <summary>The kind of an id; <see langword="null"/> when it is not known.</summary>
    public string? Find(string provider, string id)
    {
        lock (gate) return kinds.GetValueOrDefault((provider, id));
    }

    public void Remember(string provider, string id, string kind)
    {
        lock (gate)
        {
            kinds[(provider, id)] = kind;
            if (kinds.Count > Capacity) kinds.RemoveAt(0);
        }
    }
}
