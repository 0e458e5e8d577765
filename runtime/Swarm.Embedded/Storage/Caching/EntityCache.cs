using System.Runtime.InteropServices;

namespace Swarm.Embedded.Storage.Caching;

/// <summary>
/// Rows in memory that are, at each instant, as they are committed. A row that a write changes is taken out before the
/// commit and comes back after it, so that in between, when nobody can say whether readers see it yet, everybody asks
/// the database. What was read there is kept if no change of the row began or ended meanwhile. One process writes to
/// the database, so nothing changes behind its back.
/// </summary>
internal sealed class EntityCache(EntityCacheLimits limits)
{
    /// <summary>
    /// Changes are counted for so many groups of rows. That two rows share a group costs a read of one of them at most.
    /// </summary>
    private const int GroupCount = 1024;

    private readonly Lock _lock = new();
    private readonly RecentEntities _recent = new(limits);
    private readonly Changes[] _groups = new Changes[GroupCount];
    private Changes _store;

    /// <summary>Finds a row; null when it is known not to be there.</summary>
    /// <returns>False when nothing is known; what is read then may be kept by the ticket.</returns>
    public bool TryFind(RowAddress address, out StoredEntity? entity, out ReadTicket ticket)
    {
        lock (_lock)
        {
            ticket = new ReadTicket(GroupOf(address).Count, _store.Count);
            return _recent.TryFind(address, out entity);
        }
    }

    /// <summary>Keeps what was read from the database since the ticket was given, if it cannot be outdated.</summary>
    public void KeepRead(RowAddress address, StoredEntity? entity, ReadTicket ticket)
    {
        lock (_lock)
        {
            if (ticket == new ReadTicket(GroupOf(address).Count, _store.Count))
            {
                KeepIfSettled(address, entity);
            }
        }
    }

    /// <summary>A transaction changes the row; called before its commit.</summary>
    /// <returns>Whether the row was known, so that somebody probably asks for it again.</returns>
    public bool Begin(RowAddress address)
    {
        lock (_lock)
        {
            GroupOf(address).Begin();
            return _recent.Remove(address);
        }
    }

    /// <summary>The transaction has ended, and the row may be kept as it is now.</summary>
    public void EndWith(RowAddress address, StoredEntity entity)
    {
        lock (_lock)
        {
            GroupOf(address).End();
            KeepIfSettled(address, entity);
        }
    }

    /// <summary>The transaction has ended; only the database knows how.</summary>
    public void End(RowAddress address)
    {
        lock (_lock)
        {
            GroupOf(address).End();
        }
    }

    /// <summary>A transaction changes any number of rows; called before its commit.</summary>
    public void BeginStore()
    {
        lock (_lock)
        {
            _store.Begin();
            _recent.Clear();
        }
    }

    /// <summary>The transaction that changed any number of rows has ended.</summary>
    public void EndStore()
    {
        lock (_lock)
        {
            _store.End();
        }
    }

    /// <summary>While another change is open, of the same commit perhaps, nobody can say how the row is.</summary>
    private void KeepIfSettled(RowAddress address, StoredEntity? entity)
    {
        if (GroupOf(address).Open == 0 && _store.Open == 0)
        {
            _recent.Put(address, entity);
        }
    }

    private ref Changes GroupOf(RowAddress address) => ref _groups[(uint)address.GetHashCode() % GroupCount];

    /// <summary>How many changes have begun and not ended, and how often one began or ended.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Changes
    {
        public int Open { get; private set; }

        public long Count { get; private set; }

        public void Begin()
        {
            Open++;
            Count++;
        }

        public void End()
        {
            Open--;
            Count++;
        }
    }
}
