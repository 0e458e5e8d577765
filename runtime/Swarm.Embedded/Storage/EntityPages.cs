using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Swarm.Embedded.Tables;

namespace Swarm.Embedded.Storage;

/// <summary>A query, read page by page. The continuation token is the key of the next entity.</summary>
internal sealed class EntityPages<T>(
    ITableStore store,
    string table,
    string? filterText,
    int? maxPerPage,
    IReadOnlySet<string>? selection,
    CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : class, ITableEntity
{
    /// <summary>How many entities a page has at most.</summary>
    private const int PageMaxEntities = 1000;

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        await foreach (var page in ReadAsync(continuationToken, pageSizeHint, CancellationToken))
        {
            yield return page;
        }
    }

    private async IAsyncEnumerable<Page<T>> ReadAsync(
        string? token, int? hint, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = EntityFilter.Parse(filterText);
        var size = Math.Clamp(hint ?? maxPerPage ?? PageMaxEntities, 1, PageMaxEntities);
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var page = store.Query(table, filter, Decode(token), size);
            token = page.Next is { } next ? Encode(next) : null;
            yield return Page<T>.FromValues(
                [.. page.Entities.Select(entity => EntityMapper.To<T>(entity, selection))],
                token,
                new StoreResponse(200));

            // A long query gives way between its pages instead of holding its thread to the end.
            await Task.Yield();
        }
        while (token is not null);
    }

    private static string Encode(EntityKey key) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes<string[]>([key.PartitionKey, key.RowKey]));

    private static EntityKey? Decode(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            var keys = JsonSerializer.Deserialize<string[]>(Convert.FromBase64String(token));
            if (keys is [{ } partitionKey, { } rowKey])
            {
                return new EntityKey(partitionKey, rowKey);
            }
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new ArgumentException("The continuation token was not made by this table.", nameof(token), exception);
        }

        throw new ArgumentException("The continuation token was not made by this table.", nameof(token));
    }
}
