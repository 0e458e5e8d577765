namespace Swarm.Embedded.Storage.Caching;

/// <summary>Where a row lies. Names of tables mean the same in either case, as they do to the store.</summary>
internal readonly struct RowAddress(string table, string partitionKey, string rowKey) : IEquatable<RowAddress>
{
    private readonly string _table = table;
    private readonly string _partitionKey = partitionKey;
    private readonly string _rowKey = rowKey;

    // Worked out once: a write asks for it some ten times, on the thread that everybody waits for. Few rows of
    // different tables have the same keys, so the table's name is left out.
    private readonly int _hash = HashCode.Combine(partitionKey, rowKey);

    /// <summary>About how many bytes its texts take.</summary>
    public int SizeBytes => (_partitionKey.Length + _rowKey.Length) * sizeof(char);

    public bool Equals(RowAddress other) =>
        _hash == other._hash
        && _rowKey == other._rowKey
        && _partitionKey == other._partitionKey
        && string.Equals(_table, other._table, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is RowAddress other && Equals(other);

    public override int GetHashCode() => _hash;
}
