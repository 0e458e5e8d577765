namespace Swarm.Embedded.Storage.Caching;

/// <summary>
/// The rows that were used last, in two halves: what is used is in the young one, and when that is full, it becomes the
/// old one and what was in that is forgotten. So a row is kept at least as long as half of all there is room for is
/// used, and nothing needs to be sorted.
/// </summary>
internal sealed class RecentEntities(EntityCacheLimits limits)
{
    /// <summary>What an entry takes beside its texts and its properties.</summary>
    private const int EntryBytes = 256;

    /// <summary>Properties are kept as bytes, in UTF-8, and once they were asked for as texts, in UTF-16.</summary>
    private const int BytesPerEncodedByte = 4;

    /// <summary>A row that takes more than this share of the room would push out too many others.</summary>
    private const int MaxShare = 8;

    private Dictionary<RowAddress, StoredEntity?> _young = [];
    private Dictionary<RowAddress, StoredEntity?> _old = [];
    private long _youngBytes;

    public bool TryFind(RowAddress address, out StoredEntity? entity)
    {
        if (_young.TryGetValue(address, out entity))
        {
            return true;
        }

        if (!_old.Remove(address, out entity))
        {
            return false;
        }

        Put(address, entity);
        return true;
    }

    /// <summary>Keeps a row; null for one that is not there.</summary>
    public void Put(RowAddress address, StoredEntity? entity)
    {
        Remove(address);
        var size = SizeBytes(address, entity);
        if (size > limits.MaxBytes / MaxShare)
        {
            return;
        }

        if (_young.Count >= limits.MaxEntries / 2 || _youngBytes + size > limits.MaxBytes / 2)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
            _youngBytes = 0;
        }

        _young.Add(address, entity);
        _youngBytes += size;
    }

    /// <summary>Forgets a row; whether it was known.</summary>
    public bool Remove(RowAddress address)
    {
        if (!_young.Remove(address, out var entity))
        {
            return _old.Remove(address);
        }

        _youngBytes -= SizeBytes(address, entity);
        return true;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
        _youngBytes = 0;
    }

    private static long SizeBytes(RowAddress address, StoredEntity? entity) =>
        EntryBytes + address.SizeBytes + (BytesPerEncodedByte * (long)(entity?.EncodedBytes ?? 0));
}
