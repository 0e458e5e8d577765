using Azure;

namespace Swarm.Functions.Storage;

/// <summary>Writes to rows of one partition that happen together or not at all.</summary>
public sealed class TableTransaction(string partitionKey)
{
    /// <summary>What the table service takes in one transaction.</summary>
    public const int MaxActions = 100;

    private readonly List<TableTransactionAction> _actions = [];

    // Of each action the document that its row holds, where it is known.
    private readonly List<object?> _documents = [];

    public string PartitionKey { get; } = partitionKey;

    public int Count => _actions.Count;

    public IReadOnlyList<TableTransactionAction> Actions => _actions;

    /// <summary>The document that the row of an action holds; null when nobody has said.</summary>
    internal object? DocumentOf(int action) => _documents[action];

    /// <summary>Adds a row that must not be there yet.</summary>
    public void Add(TableEntity row) => Append(TableTransactionActionType.Add, row, default);

    /// <summary>Replaces a row that must still have the version that <paramref name="row"/> carries.</summary>
    public void Replace(TableEntity row) => Replace(row, document: null);

    /// <summary>Adds a row, or replaces it whatever its version.</summary>
    public void Upsert(TableEntity row) => Append(TableTransactionActionType.UpsertReplace, row, default);

    /// <summary>Adds a row that has no version, or replaces the version that it carries.</summary>
    /// <param name="row">The row.</param>
    /// <param name="document">
    /// The document that it holds: who reads the row after the commit gets this very one, so nothing may change it.
    /// </param>
    public void Save(TableEntity row, object? document = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.ETag == default)
        {
            Append(TableTransactionActionType.Add, row, default, document);
        }
        else
        {
            Replace(row, document);
        }
    }

    /// <summary>Deletes a row, by default whatever its version. It must be there.</summary>
    public void Delete(string rowKey, ETag? ifMatch = null) =>
        Append(TableTransactionActionType.Delete, new TableEntity(PartitionKey, rowKey), ifMatch ?? ETag.All);

    private void Replace(TableEntity row, object? document)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.ETag == default)
        {
            throw new ArgumentException($"Row '{row.RowKey}' names no version to replace.", nameof(row));
        }

        Append(TableTransactionActionType.UpdateReplace, row, row.ETag, document);
    }

    private void Append(TableTransactionActionType type, TableEntity row, ETag etag, object? document = null)
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
        _documents.Add(document);
    }
}
