namespace Swarm.Embedded.Storage.Caching;

/// <summary>What one write changes of the cached rows.</summary>
internal sealed class EntityCacheChange(EntityCache cache)
{
    private readonly List<(RowAddress Address, StoredEntity? Kept)> _rows = [];
    private int _stores;

    /// <summary>The write changes a row; null when it deletes it. Called inside its transaction.</summary>
    public void Note(RowAddress address, StoredEntity? entity)
    {
        // Rows that nobody has asked for, events for instance, would only push out others.
        var wasKnown = cache.Begin(address);
        _rows.Add((address, wasKnown ? entity : null));
    }

    /// <summary>The write may change all rows. Called inside its transaction.</summary>
    public void NoteStore()
    {
        cache.BeginStore();
        _stores++;
    }

    /// <summary>The transaction has ended, with the write or, perhaps, without it.</summary>
    public void End(bool isCommitted)
    {
        for (; _stores > 0; _stores--)
        {
            cache.EndStore();
        }

        foreach (var (address, kept) in _rows)
        {
            if (isCommitted && kept is not null)
            {
                cache.EndWith(address, kept);
            }
            else
            {
                cache.End(address);
            }
        }
    }
}
