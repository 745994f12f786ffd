namespace KlingMcp.Lookups;

/// <summary>
/// Where the last ids were found: at which provider and under which kind, so that an id is searched for only once. Thread-safe.
/// </summary>
internal sealed class FoundPlaces
{
    /// <summary>When it is full, the oldest entry is dropped.</summary>
    public const int Capacity = 1000;

    private readonly Lock gate = new();
    private readonly OrderedDictionary<(string Provider, string Id), string?> kinds = [];

    /// <summary>Whether the id was found at the provider.</summary>
    public bool Has(string provider, string id)
    {
        lock (gate) return kinds.ContainsKey((provider, id));
    }

    /// <summary>The kind of an id; <see langword="null"/> when it is not known, or the provider has none.</summary>
    public string? KindOf(string provider, string id)
    {
        lock (gate) return kinds.GetValueOrDefault((provider, id));
    }

    public void Remember(string provider, string id, string? kind)
    {
        lock (gate)
        {
            kinds[(provider, id)] = kind;
            if (kinds.Count > Capacity) kinds.RemoveAt(0);
        }
    }
}
