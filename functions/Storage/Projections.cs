namespace Swarm.Functions.Storage;

/// <summary>
/// Lists, newest first. A row of the table Lists names one thing that the list holds and nothing more: the thing itself
/// is read from where it lies, so a list is never older than what it shows. The row is written before the thing;
/// one whose thing was never stored is passed over.
/// </summary>
public sealed class Projections(SwarmTables tables)
{
    /// <summary>How often one page goes on past things that are not there, before it ends short.</summary>
    private const int MaxRounds = 10;

    /// <summary>Enters a thing into a list. Entering it again changes nothing.</summary>
    public Task EnterAsync(string list, DateTimeOffset createdAt, string id, CancellationToken cancellation) =>
        tables.Lists.UpsertAsync(new TableEntity(list, RowKey(createdAt, id)) { ["Id"] = id }, cancellation);

    /// <summary>Takes a thing out of a list; one that is not in it is as good as taken out.</summary>
    public Task LeaveAsync(string list, DateTimeOffset createdAt, string id, CancellationToken cancellation) =>
        tables.Lists.DeleteAsync(list, RowKey(createdAt, id), cancellation);

    /// <summary>A page of a list whose things do not move.</summary>
    public Task<(IReadOnlyList<T> Items, string? Next)> ReadAsync<T>(
        string list, string? after, int limit, Func<string, Task<T?>> read, CancellationToken cancellation)
        where T : class =>
        ReadAsync(list, after, limit, (id, _) => read(id), cancellation);

    /// <summary>A page of a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="after">The place after which the page begins; null for the first page.</param>
    /// <param name="limit">How many things it holds at most.</param>
    /// <param name="read">Reads a thing by its id and its time in the list; null when it is not there.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The things, and the place where the next page begins; null at the end of the list.</returns>
    public async Task<(IReadOnlyList<T> Items, string? Next)> ReadAsync<T>(
        string list,
        string? after,
        int limit,
        Func<string, DateTimeOffset, Task<T?>> read,
        CancellationToken cancellation)
        where T : class
    {
        var items = new List<T>();
        var place = after;
        for (var round = 0; round < MaxRounds; round++)
        {
            // '~' sorts after all digits, with which every key begins.
            var filter = Filters.Range(list, place is null ? "" : place + "\u0020", "~");
            var wanted = limit - items.Count;
            var rows = await tables.Lists.QueryAsync(filter, wanted + 1, cancellation);
            var found = await Task.WhenAll(rows.Take(wanted).Select(row => read(row.GetString("Id"), TimeOf(row))));
            items.AddRange(found.OfType<T>());
            if (rows.Count <= wanted)
            {
                return (items, null);
            }

            place = rows[wanted - 1].RowKey;
            if (items.Count == limit)
            {
                break;
            }
        }

        return (items, place);
    }

    /// <summary>What a list holds of before an instant, the newest first, whether it is there or not.</summary>
    /// <param name="list">The list.</param>
    /// <param name="instant">The instant.</param>
    /// <param name="after">The last place that is known already; null for none.</param>
    /// <param name="max">How many to tell at most.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<ListPlace>> BeforeAsync(
        string list, DateTimeOffset instant, string? after, int max, CancellationToken cancellation)
    {
        // '~' sorts after all digits, with which every key begins.
        var filter = Filters.Range(list, after is null ? RowKey(instant, "~") : after + "\u0020", "~");
        var rows = await tables.Lists.QueryAsync(filter, max, cancellation);
        return [.. rows.Select(row => new ListPlace(row.RowKey, row.GetString("Id"), TimeOf(row)))];
    }

    private static DateTimeOffset TimeOf(TableEntity row)
    {
        var ticks = long.Parse(row.RowKey.AsSpan(0, row.RowKey.IndexOf('~', StringComparison.Ordinal)));
        return new DateTimeOffset(DateTimeOffset.MaxValue.UtcTicks - ticks, TimeSpan.Zero);
    }

    private static string RowKey(DateTimeOffset createdAt, string id) =>
        $"{DateTimeOffset.MaxValue.UtcTicks - createdAt.UtcTicks:D19}~{id}";
}
