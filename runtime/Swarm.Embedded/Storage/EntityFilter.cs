using Swarm.Embedded.Storage.Filters;

namespace Swarm.Embedded.Storage;

/// <summary>A filter: the ranges of keys that it leaves, and the test for each entity in them.</summary>
internal sealed class EntityFilter
{
    private static readonly EntityFilter Everything = new(null);

    private readonly FilterNode? _root;

    private EntityFilter(FilterNode? root)
    {
        _root = root;
        PartitionKeys = root?.Range(nameof(StoredEntity.PartitionKey)) ?? KeyRange.All;
        RowKeys = root?.Range(nameof(StoredEntity.RowKey)) ?? KeyRange.All;
    }

    /// <summary>No entity outside this range matches.</summary>
    public KeyRange PartitionKeys { get; }

    /// <summary>No entity outside this range matches.</summary>
    public KeyRange RowKeys { get; }

    public static EntityFilter Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? Everything : new EntityFilter(new FilterParser(text).Parse());

    public bool Matches(StoredEntity entity) => _root is null || _root.Matches(entity);
}
