using Swarm.Contracts.Queues;
using Swarm.Core.Queues;

namespace Swarm.Functions.Queues;

/// <summary>Shows queues to people: what the store holds and what this process has seen.</summary>
public sealed class QueueReading(IWorkQueues queues, QueueActivity activity)
{
    /// <summary>How many names are asked for at most; each queue may have one for its poison beside it.</summary>
    private const int MaxNames = 2000;

    /// <summary>Queues that hold messages or had some lately, by name.</summary>
    public async Task<IReadOnlyList<QueueSummary>> ListAsync(string? after, int max, CancellationToken cancellation)
    {
        var stored = await NamesAsync(cancellation);
        var names = stored.Select(Base).Concat(activity.Names)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Where(name => after is null || string.CompareOrdinal(name, after) > 0)
            .Take(max);
        var summaries = new List<QueueSummary>();
        foreach (var name in names)
        {
            summaries.Add(await ReadAsync(name, stored, cancellation));
        }

        return summaries;
    }

    /// <summary>One queue; null if it neither holds messages nor had some lately.</summary>
    public async Task<QueueSummary?> FindAsync(string name, CancellationToken cancellation)
    {
        var stored = await NamesAsync(cancellation);
        return stored.Select(Base).Concat(activity.Names).Contains(name)
            ? await ReadAsync(name, stored, cancellation)
            : null;
    }

    private static string Base(string name) =>
        QueueNames.IsPoison(name) ? name[..^QueueNames.PoisonOf("").Length] : name;

    private async Task<HashSet<string>> NamesAsync(CancellationToken cancellation) =>
        [.. await queues.ListAsync(QueueNames.Prefix, MaxNames, cancellation)];

    private async Task<QueueSummary> ReadAsync(string name, HashSet<string> stored, CancellationToken cancellation)
    {
        var now = await MeasureAsync(name);
        var poison = await MeasureAsync(QueueNames.PoisonOf(name));
        var figures = activity.Read(name);
        return new QueueSummary
        {
            Name = name,
            Depth = now.Depth,
            OldestAge = now.OldestAge,
            Poisoned = poison.Depth,
            Enqueued = Rate(figures.Enqueued),
            Claimed = Rate(figures.Claimed),
            Finished = Rate(figures.Finished),
            WaitP50 = figures.WaitP50,
            WaitP95 = figures.WaitP95,
        };

        // Asking a storage account costs; what it did not name is empty.
        async Task<QueueDepth> MeasureAsync(string queue) => stored.Contains(queue)
            ? await queues.MeasureAsync(queue, cancellation)
            : new QueueDepth(0, null);
    }

    private static QueueRate Rate((int LastMinute, int LastFiveMinutes) counts) =>
        new(counts.LastMinute, counts.LastFiveMinutes / 5.0);
}
