#nullable disable
using Azure;

namespace Swarm.Embedded.Tables;

/// <summary>What every entity of a table has.</summary>
public interface ITableEntity
{
    /// <summary>The partition; entities of one partition change together.</summary>
    string PartitionKey { get; set; }

    /// <summary>The key inside the partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the entity was last written; the store sets it.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The entity's version; the store sets it.</summary>
    ETag ETag { get; set; }
}
