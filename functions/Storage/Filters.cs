namespace Swarm.Functions.Storage;

/// <summary>The filters that the app queries with.</summary>
public static class Filters
{
    /// <summary>All rows of a partition.</summary>
    public static string Partition(string partitionKey) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");

    /// <summary>
    /// The rows of a partition from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive).
    /// </summary>
    public static string Range(string partitionKey, string from, string to) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey ge {from} and RowKey lt {to}");

    /// <summary>The rows of a partition whose property <c>ExpiresAt</c> lies before an instant.</summary>
    public static string ExpiredBefore(string partitionKey, DateTimeOffset instant) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and ExpiresAt lt {instant}");

    /// <summary>The property by which <see cref="UntouchedSince"/> finds rows.</summary>
    public const string TouchedAt = "TouchedAt";

    /// <summary>
    /// The rows of this key, of all partitions behind <paramref name="afterPartition"/>, that nobody has touched since.
    /// </summary>
    public static string UntouchedSince(string rowKey, DateTimeOffset instant, string afterPartition) =>
        TableClient.CreateQueryFilter(
            $"PartitionKey gt {afterPartition} and RowKey eq {rowKey} and TouchedAt lt {instant}");

    /// <summary>The rows of this key, of all partitions.</summary>
    public static string OfKey(string rowKey) => TableClient.CreateQueryFilter($"RowKey eq {rowKey}");

    /// <summary>
    /// The rows of a partition whose key begins with <paramref name="prefix"/>, such as <c>node:</c>.
    /// </summary>
    public static string Prefix(string partitionKey, string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        return Range(partitionKey, prefix, end);
    }
}
