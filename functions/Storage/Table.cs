using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Azure;

namespace Swarm.Functions.Storage;

/// <summary>
/// One table: created on first use, and with the expected outcomes (there already, changed meanwhile, gone) as results
/// instead of exceptions.
/// </summary>
public sealed class Table(TableServiceClient service, string name)
{
    private const int MaxPerPage = 1000;
    private const int KeyMaxChars = 512;

    private static readonly SearchValues<char> s_notInKeys = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Select(code => (char)code).Where(char.IsControl), '/', '\\', '#', '?']);

    private readonly ParsedDocuments _parsed = new();

    private volatile TableClient? _client;

    /// <summary>The row, or null.</summary>
    public async Task<TableEntity?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation)
    {
        if (!CanBeKey(partitionKey) || !CanBeKey(rowKey))
        {
            // Keys are made of what callers send; the service calls such a one an error, and no row has it.
            return null;
        }

        var client = await ClientAsync(cancellation);
        var found = await client.GetEntityIfExistsAsync<TableEntity>(
            partitionKey, rowKey, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>The document of a row, or null. It is shared with others who ask for it.</summary>
    public async Task<Stored<T>?> FindAsync<T>(
        string partitionKey, string rowKey, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        await FindAsync(partitionKey, rowKey, cancellation) is { } row
            ? _parsed.Read(row, type)
            : null;

    /// <summary>Adds a row; false when there is one with its keys.</summary>
    public Task<bool> AddAsync(TableEntity row, CancellationToken cancellation) =>
        TryAsync(client => client.AddEntityAsync(row, cancellation), cancellation);

    /// <summary>
    /// Replaces the version of a row that <paramref name="row"/> carries; false when it is gone or changed.
    /// </summary>
    public Task<bool> ReplaceAsync(TableEntity row, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(row);
        return TryAsync(
            client => client.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation), cancellation);
    }

    /// <summary>Adds a row that has no version, or replaces the version that it carries; false on a conflict.</summary>
    public Task<bool> SaveAsync(TableEntity row, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.ETag == default ? AddAsync(row, cancellation) : ReplaceAsync(row, cancellation);
    }

    /// <summary>Adds a row, or replaces it whatever its version.</summary>
    public async Task UpsertAsync(TableEntity row, CancellationToken cancellation)
    {
        var client = await ClientAsync(cancellation);
        await client.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Deletes a row, by default whatever its version; one that is gone is as good as deleted.</summary>
    /// <returns>False when it has another version.</returns>
    public Task<bool> DeleteAsync(
        string partitionKey, string rowKey, CancellationToken cancellation, ETag? ifMatch = null) =>
        TryAsync(
            client => client.DeleteEntityAsync(partitionKey, rowKey, ifMatch ?? ETag.All, cancellation), cancellation);

    /// <summary>Does all writes or none; false when a row was there already, was changed or is gone.</summary>
    public Task<bool> CommitAsync(TableTransaction transaction, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.Count == 0
            ? Task.FromResult(true)
            : TryAsync(client => SubmitAsync(client, transaction, cancellation), cancellation);
    }

    /// <summary>
    /// At most <paramref name="max"/> rows that match (see <see cref="Filters"/>; null for all), ordered by their keys.
    /// </summary>
    public async Task<IReadOnlyList<TableEntity>> QueryAsync(string? filter, int max, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        var client = await ClientAsync(cancellation);
        var rows = new List<TableEntity>();
        var pages = client.QueryAsync<TableEntity>(filter, Math.Min(max, MaxPerPage), cancellationToken: cancellation);
        await foreach (var row in pages)
        {
            rows.Add(row);
            if (rows.Count == max)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>At most <paramref name="max"/> documents of rows that match, ordered by their keys.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        string? filter, int max, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var rows = await QueryAsync(filter, max, cancellation);
        return [.. rows.Select(row => _parsed.Read(row, type).Document)];
    }

    /// <summary>The rows that pass a filter, page by page; of what is written meanwhile some may be seen.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="max">How many there can be by all rules.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">There are more: some rule does not hold.</exception>
    public async IAsyncEnumerable<TableEntity> EachAsync(
        string filter, int max, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var client = await ClientAsync(cancellation);
        var seen = 0;
        await foreach (var row in client.QueryAsync<TableEntity>(filter, MaxPerPage, cancellationToken: cancellation))
        {
            if (++seen > max)
            {
                throw new InvalidOperationException(
                    $"More than {max} rows of table '{name}' pass the filter \"{filter}\".");
            }

            yield return row;
        }
    }

    /// <summary>Whoever reads next what was written finds its documents as they are, and reads no JSON.</summary>
    private async Task SubmitAsync(TableClient client, TableTransaction transaction, CancellationToken cancellation)
    {
        var answer = await client.SubmitTransactionAsync(transaction.Actions, cancellation);
        for (var i = 0; i < transaction.Count; i++)
        {
            if (transaction.DocumentOf(i) is { } document && answer.Value[i].Headers.ETag is { } version)
            {
                _parsed.Keep((TableEntity)transaction.Actions[i].Entity, version, document);
            }
        }
    }

    private async Task<bool> TryAsync(Func<TableClient, Task> write, CancellationToken cancellation)
    {
        try
        {
            await write(await ClientAsync(cancellation));
            return true;
        }
        catch (RequestFailedException exception) when (IsConflict(exception))
        {
            return false;
        }
    }

    private static bool CanBeKey(string key) =>
        key.Length <= KeyMaxChars && !key.AsSpan().ContainsAny(s_notInKeys);

    private static bool IsConflict(RequestFailedException exception) =>
        (HttpStatusCode)exception.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict
        || (exception.Status == (int)HttpStatusCode.NotFound && exception.ErrorCode != "TableNotFound");

    private async Task<TableClient> ClientAsync(CancellationToken cancellation)
    {
        if (_client is { } known)
        {
            return known;
        }

        // Two first uses at a time both ask for the table, which does no harm.
        var client = service.GetTableClient(name);
        await client.CreateIfNotExistsAsync(cancellation);
        _client = client;
        return client;
    }
}
