using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Swarm.Durable.Stores;

/// <summary>The order of lists and their continuation tokens, the same for every store.</summary>
public static class InstanceLists
{
    private const char IdMark = 'i';
    private const char EndMark = 't';
    private const int LastBeforeSurrogates = 0xd7ff;
    private const int FirstAfterSurrogates = 0xe000;

    /// <summary>Whether an instance belongs to a list.</summary>
    /// <param name="record">The instance.</param>
    /// <param name="query">The list.</param>
    public static bool Matches(InstanceRecord record, InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(query);
        return (query.CreatedFrom is not { } from || record.CreatedAt >= from)
            && (query.CreatedTo is not { } to || record.CreatedAt <= to)
            && (query.CompletedFrom is not { } ended || record.CompletedAt >= ended)
            && (query.CompletedTo is not { } endedTo || record.CompletedAt <= endedTo)
            && (query.Statuses is not { } statuses || statuses.Contains(record.Status))
            && (query.InstanceIdPrefix is not { } prefix
                || record.InstanceId.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>
    /// The token of the page that follows an instance: its time of creation, or of its end, and its key; or its id if
    /// the list is in the order of ids. It travels in a header, so it is plain ASCII.
    /// </summary>
    /// <param name="last">The last instance of the page before.</param>
    /// <param name="query">The list.</param>
    public static string TokenAfter(InstanceRecord last, InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(query);
        return query.InstanceIdPrefix is not null ? TokenAfterId(last.InstanceId)
            : query.IsByEnd ? $"{EndMark}{TicksOf(last, query):x}-{last.Key:x}"
            : $"{TicksOf(last, query):x}-{last.Key:x}";
    }

    /// <summary>The token of the page that follows an id, in a list in the order of ids; plain ASCII.</summary>
    /// <param name="id">The last id of the page before.</param>
    public static string TokenAfterId(string id) => IdMark + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id));

    /// <summary>Reads a token of a list in the order of ids.</summary>
    /// <param name="token">The token; null for the first page.</param>
    /// <returns>The id after which the page begins; empty for the first page.</returns>
    /// <exception cref="ArgumentException">It is no token of such a list.</exception>
    public static string ReadIdToken(string? token)
    {
        if (token is null)
        {
            return string.Empty;
        }

        try
        {
            return token.StartsWith(IdMark)
                ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(1)))
                : throw NoToken(token);
        }
        catch (FormatException)
        {
            throw NoToken(token);
        }
    }

    /// <summary>The first text that follows all that begin so, by code points; null if there is none.</summary>
    /// <param name="prefix">The beginning.</param>
    public static string? EndOf(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        Rune[] runes = [.. prefix.EnumerateRunes()];
        for (int i = runes.Length - 1; i >= 0; i--)
        {
            int next = runes[i].Value == LastBeforeSurrogates ? FirstAfterSurrogates : runes[i].Value + 1;
            if (Rune.IsValid(next))
            {
                return string.Concat(runes.Take(i).Append(new Rune(next)));
            }
        }

        return null;
    }

    /// <summary>Reads a token of a list in the order of creation or of ends.</summary>
    /// <param name="query">The list.</param>
    /// <returns>The time and the key behind which the page begins.</returns>
    /// <exception cref="ArgumentException">The continuation token is not one of such a list.</exception>
    public static (long Ticks, long Key) ReadTimeToken(InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.ContinuationToken is not { } token)
        {
            return (long.MinValue, 0);
        }

        if (token.StartsWith(EndMark) != query.IsByEnd)
        {
            throw NoToken(token);
        }

        string[] parts = token.TrimStart(EndMark).Split('-');
        return parts.Length == 2 && TryReadHex(parts[0], out long ticks) && TryReadHex(parts[1], out long key)
            ? (ticks, key)
            : throw NoToken(token);
    }

    internal static InstancePage ReadPage(IEnumerable<InstanceRecord> records, InstanceQuery query)
    {
        IEnumerable<InstanceRecord> matching = records.Where(record => Matches(record, query));
        IEnumerable<InstanceRecord> ordered = query.InstanceIdPrefix is null
            ? ByTime(matching, query)
            : ById(matching, query);
        return PageCuts.CutInstances(ordered, query);
    }

    private static IEnumerable<InstanceRecord> ByTime(IEnumerable<InstanceRecord> records, InstanceQuery query)
    {
        (long ticks, long key) after = ReadTimeToken(query);
        return records
            .Where(record => (TicksOf(record, query), record.Key).CompareTo(after) > 0)
            .OrderBy(record => TicksOf(record, query))
            .ThenBy(record => record.Key);
    }

    /// <summary>The time that a list is ordered by.</summary>
    private static long TicksOf(InstanceRecord record, InstanceQuery query) =>
        query.IsByEnd ? record.CompletedAt!.Value.UtcTicks : record.CreatedAt.UtcTicks;

    private static IEnumerable<InstanceRecord> ById(IEnumerable<InstanceRecord> records, InstanceQuery query)
    {
        string after = ReadIdToken(query.ContinuationToken);
        return records
            .Where(record => string.CompareOrdinal(record.InstanceId, after) > 0)
            .OrderBy(record => record.InstanceId, StringComparer.Ordinal);
    }

    private static ArgumentException NoToken(string token) =>
        new($"'{token}' is no continuation token of this list.", nameof(token));

    private static bool TryReadHex(string text, out long value) =>
        long.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
}
