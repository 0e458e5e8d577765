using Azure;
using Swarm.Embedded.Tables;

namespace Swarm.Embedded.Storage;

/// <summary>One write, checked against the limits of tables before it goes to the store.</summary>
internal sealed record EntityWrite(
    TableTransactionActionType Action,
    string PartitionKey,
    string RowKey,
    IReadOnlyDictionary<string, object> Properties,
    byte[] Encoded,
    ETag IfMatch)
{
    /// <summary>How many actions a transaction may have.</summary>
    public const int TransactionMaxActions = 100;

    public bool IsUpsert =>
        Action is TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace;

    public bool IsMerge => Action is TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpdateMerge;

    /// <summary>Whether any version will do.</summary>
    public bool IsUnconditional => IfMatch == default || IfMatch == ETag.All;

    public static EntityWrite From(TableTransactionActionType action, ITableEntity entity, ETag ifMatch)
    {
        ArgumentNullException.ThrowIfNull(entity);
        EntityLimits.CheckKey(nameof(entity.PartitionKey), entity.PartitionKey);
        EntityLimits.CheckKey(nameof(entity.RowKey), entity.RowKey);
        var properties = action == TableTransactionActionType.Delete ? [] : EntityMapper.Properties(entity);
        EntityLimits.CheckProperties(properties);

        // Encoded here, by whoever writes: the thread of the committer is the one that everybody waits for.
        var encoded = EntityEncoding.Encode(properties);
        return new EntityWrite(action, entity.PartitionKey, entity.RowKey, properties, encoded, ifMatch);
    }

    public static IReadOnlyList<EntityWrite> Transaction(IEnumerable<TableTransactionAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var writes = new List<EntityWrite>();
        var rowKeys = new HashSet<string>();
        foreach (var action in actions)
        {
            var write = From(action.ActionType, action.Entity, action.ETag);
            if (writes.Count == TransactionMaxActions)
            {
                throw TableFailures.Invalid(
                    "InvalidInput", $"A transaction has at most {TransactionMaxActions} actions.").At(writes.Count);
            }

            if (writes.Count > 0 && writes[0].PartitionKey != write.PartitionKey)
            {
                throw TableFailures.Invalid(
                    "CommandsInBatchActOnDifferentPartitions", "All actions of a transaction are on one partition.")
                    .At(writes.Count);
            }

            if (!rowKeys.Add(write.RowKey))
            {
                throw TableFailures.Invalid(
                    "InvalidDuplicateRow", $"The row '{write.RowKey}' appears twice in the transaction.")
                    .At(writes.Count);
            }

            writes.Add(write);
        }

        return writes.Count > 0
            ? writes
            : throw TableFailures.Invalid("InvalidInput", "A transaction needs an action.");
    }
}
