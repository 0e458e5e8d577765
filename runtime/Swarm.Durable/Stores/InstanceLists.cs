using System.Globalization;

namespace Swarm.Durable.Stores;

/// <summary>The order of lists and their continuation tokens, the same for every store.</summary>
public static class InstanceLists
{
    /// <summary>Whether an instance belongs to a list.</summary>
    /// <param name="record">The instance.</param>
    /// <param name="query">The list.</param>
    public static bool Matches(InstanceRecord record, InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(query);
        return (query.CreatedFrom is not { } from || record.CreatedAt >= from)
            && (query.CreatedTo is not { } to || record.CreatedAt <= to)
            && (query.Statuses is not { } statuses || statuses.Contains(record.Status))
            && (query.InstanceIdPrefix is not { } prefix
                || record.InstanceId.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>The token of the page that follows an instance: its time of creation and its key.</summary>
    /// <param name="last">The last instance of the page before.</param>
    public static string TokenAfter(InstanceRecord last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return $"{last.CreatedAt.UtcTicks:x}-{last.Key:x}";
    }

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token; null for the first page.</param>
    /// <exception cref="ArgumentException">It is no token of a list.</exception>
    public static (long CreatedTicks, long Key) ReadToken(string? token)
    {
        if (token is null)
        {
            return (long.MinValue, 0);
        }

        string[] parts = token.Split('-');
        return parts.Length == 2 && TryReadHex(parts[0], out long ticks) && TryReadHex(parts[1], out long key)
            ? (ticks, key)
            : throw new ArgumentException($"'{token}' is no continuation token of a list.", nameof(token));
    }

    internal static InstancePage ReadPage(IEnumerable<InstanceRecord> records, InstanceQuery query)
    {
        (long createdTicks, long key) = ReadToken(query.ContinuationToken);
        InstanceRecord[] page =
        [
            .. records
                .Where(record => Matches(record, query))
                .Where(record => (record.CreatedAt.UtcTicks, record.Key).CompareTo((createdTicks, key)) > 0)
                .OrderBy(record => record.CreatedAt.UtcTicks)
                .ThenBy(record => record.Key)
                .Take(query.PageSize + 1),
        ];
        return page.Length <= query.PageSize
            ? new InstancePage(page, null)
            : new InstancePage(page[..query.PageSize], TokenAfter(page[query.PageSize - 1]));
    }

    private static bool TryReadHex(string text, out long value) =>
        long.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
}
