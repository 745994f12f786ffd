namespace KlingMcp.Lookups;

/// <summary>The waits that are going on, so that the oldest can be ended when there are too many.</summary>
internal sealed class OpenWaits
{
    private readonly Lock gate = new();
    private readonly LinkedList<Action> waits = [];

    /// <summary>Adds a wait.</summary>
    /// <param name="end">Asks the wait to answer soon with what it has. Returns at once.</param>
    /// <returns>Removes the wait.</returns>
    public IDisposable Add(Action end)
    {
        lock (gate) return new Entry(this, waits.AddLast(end));
    }

    /// <summary>Ends the wait that began first, if there is one.</summary>
    public void EndOldest()
    {
        lock (gate)
        {
            if (waits.First is not { } oldest) return;

            waits.Remove(oldest);
            oldest.Value();
        }
    }

    private sealed class Entry(OpenWaits open, LinkedListNode<Action> node) : IDisposable
    {
        public void Dispose()
        {
            lock (open.gate)
            {
                if (node.List is not null) open.waits.Remove(node);
            }
        }
    }
}
