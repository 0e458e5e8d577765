using Azure;

namespace Swarm.Functions.Storage;

/// <summary>Writes to rows of one partition that happen together or not at all.</summary>
public sealed class TableTransaction(string partitionKey)
{
    /// <summary>What the table service takes in one transaction.</summary>
    public const int MaxActions = 100;

    private readonly List<TableTransactionAction> _actions = [];

    public string PartitionKey { get; } = partitionKey;

    public int Count => _actions.Count;

    public IReadOnlyList<TableTransactionAction> Actions => _actions;

    /// <summary>Adds a row that must not be there yet.</summary>
    public void Add(TableEntity row) => Append(TableTransactionActionType.Add, row, default);

    /// <summary>Replaces a row that must still have the version that <paramref name="row"/> carries.</summary>
    public void Replace(TableEntity row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.ETag == default)
        {
            throw new ArgumentException($"Row '{row.RowKey}' names no version to replace.", nameof(row));
        }

        Append(TableTransactionActionType.UpdateReplace, row, row.ETag);
    }

    /// <summary>Adds a row, or replaces it whatever its version.</summary>
    public void Upsert(TableEntity row) => Append(TableTransactionActionType.UpsertReplace, row, default);

    /// <summary>Adds a row that has no version, or replaces the version that it carries.</summary>
    public void Save(TableEntity row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.ETag == default)
        {
            Add(row);
        }
        else
        {
            Replace(row);
        }
    }

    /// <summary>Deletes a row, by default whatever its version. It must be there.</summary>
    public void Delete(string rowKey, ETag? ifMatch = null) =>
        Append(TableTransactionActionType.Delete, new TableEntity(PartitionKey, rowKey), ifMatch ?? ETag.All);

    private void Append(TableTransactionActionType type, TableEntity row, ETag etag)
    {
        if (row.PartitionKey != PartitionKey)
        {
            throw new ArgumentException(
                $"Row '{row.RowKey}' is of partition '{row.PartitionKey}', the transaction of '{PartitionKey}'.",
                nameof(row));
        }

        if (_actions.Count == MaxActions)
        {
            throw new InvalidOperationException(
                $"A transaction on partition '{PartitionKey}' holds {MaxActions} actions at most; split it.");
        }

        _actions.Add(new TableTransactionAction(type, row, etag));
    }
}
