using System.Text;

namespace Swarm.Durable.Stores;

/// <summary>Where pages end, the same for every store: before they have too many items or too many bytes.</summary>
public static class PageCuts
{
    /// <summary>Takes the first items, one in any case.</summary>
    /// <typeparam name="T">What an item is.</typeparam>
    /// <param name="items">The items. No further one is asked for than the first that is left out.</param>
    /// <param name="maxItems">How many are taken at most.</param>
    /// <param name="sizeOf">Tells how many bytes an item has.</param>
    /// <param name="maxBytes">How many bytes they have together at most.</param>
    /// <returns>What was taken, and whether there is more.</returns>
    public static (IReadOnlyList<T> Taken, bool HasMore) Cut<T>(
        IEnumerable<T> items, int maxItems, Func<T, long> sizeOf, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(sizeOf);
        var taken = new List<T>();
        long bytes = 0;
        foreach (T item in items)
        {
            bytes += sizeOf(item);
            if (taken.Count > 0 && (taken.Count >= maxItems || bytes > maxBytes))
            {
                return (taken, true);
            }

            taken.Add(item);
        }

        return (taken, false);
    }

    /// <summary>Makes a page of an inbox.</summary>
    /// <param name="messages">The messages, oldest first.</param>
    /// <param name="limit">How much is taken.</param>
    /// <param name="lastMessageId">The highest number of any message that was committed before the snapshot.</param>
    public static InboxPage CutInbox(IEnumerable<StoredMessage> messages, InboxLimit limit, long lastMessageId)
    {
        ArgumentNullException.ThrowIfNull(limit);
        (IReadOnlyList<StoredMessage> taken, bool hasMore) =
            Cut(messages, limit.MaxMessages, static message => message.Body.Length, limit.MaxBytes);
        return new InboxPage(taken, lastMessageId, hasMore);
    }

    /// <summary>Makes a page of a list of entities.</summary>
    /// <param name="records">The entities, with their states if those are wanted.</param>
    /// <param name="query">The list.</param>
    public static EntityPage CutEntities(IEnumerable<EntityRecord> records, EntityListQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        (IReadOnlyList<EntityRecord> taken, bool hasMore) =
            Cut(records, query.PageSize, static record => SizeOf(record.State), query.MaxStateBytes);
        return new EntityPage(taken, hasMore ? InstanceLists.TokenAfterId(taken[^1].EntityId) : null);
    }

    /// <summary>Makes a page of a list of instances.</summary>
    /// <param name="records">The instances, with their payloads if those are wanted.</param>
    /// <param name="query">The list.</param>
    public static InstancePage CutInstances(IEnumerable<InstanceRecord> records, InstanceQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        (IReadOnlyList<InstanceRecord> taken, bool hasMore) =
            Cut(records, query.PageSize, query.WithPayloads ? SizeOf : static _ => 0, query.MaxPayloadBytes);
        return new InstancePage(taken, hasMore ? InstanceLists.TokenAfter(taken[^1], query) : null);
    }

    private static long SizeOf(InstanceRecord record) =>
        SizeOf(record.Input) + SizeOf(record.Output) + SizeOf(record.CustomStatus) + (record.Failure?.Length ?? 0);

    private static long SizeOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
