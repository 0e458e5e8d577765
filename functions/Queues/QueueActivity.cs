using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Swarm.Contracts.Queues;
using Swarm.Core.Queues;

namespace Swarm.Functions.Queues;

/// <summary>
/// Counts what happens in the queues, as far as this process sees it, for the API and as metrics of the meter
/// <c>Swarm</c>. Metrics are tagged with the queue of a tool; those of workers and users, of which there may be many,
/// with their kind alone.
/// </summary>
public sealed class QueueActivity : IDisposable
{
    public const string MeterName = "Swarm";

    /// <summary>How many queues have figures at once; of more, those that were quiet for longest lose theirs.</summary>
    public const int MaxQueues = 1000;

    private readonly TimeProvider _time;
    private readonly Meter _meter = new(MeterName);
    private readonly ConcurrentDictionary<string, Entry> _queues = new(StringComparer.Ordinal);
    private readonly Counter<long> _enqueued;
    private readonly Counter<long> _claimed;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _poisoned;
    private readonly Histogram<double> _waits;

    public QueueActivity(TimeProvider time)
    {
        _time = time;
        _enqueued = _meter.CreateCounter<long>("swarm.queue.enqueued", "{pointer}", "Pointers sent.");
        _claimed = _meter.CreateCounter<long>("swarm.queue.claimed", "{work_item}", "Work items claimed.");
        _finished = _meter.CreateCounter<long>("swarm.queue.finished", "{work_item}", "Work items reported.");
        _poisoned = _meter.CreateCounter<long>("swarm.queue.poisoned", "{message}", "Messages set aside.");
        _waits = _meter.CreateHistogram<double>("swarm.queue.wait", "s", "From queueing to claim.");
    }

    /// <summary>The queues that have figures.</summary>
    public ICollection<string> Names => _queues.Keys;

    public void Enqueued(string queue)
    {
        _enqueued.Add(1, Tag(GroupOf(queue)));
        Change(queue, static (window, now) => window.Enqueued(now));
    }

    /// <summary>A work item was claimed by a pointer; without a receipt there was none.</summary>
    public void Claimed(QueueReceipt? receipt, TimeSpan wait)
    {
        if (receipt is not null)
        {
            _claimed.Add(1, Tag(GroupOf(receipt.Queue)));
            _waits.Record(wait.TotalSeconds, Tag(GroupOf(receipt.Queue)));
            Change(receipt.Queue, (window, now) => window.Claimed(now, wait));
        }
    }

    /// <summary>A work item that was claimed by a pointer was reported.</summary>
    public void Finished(QueueReceipt? receipt)
    {
        if (receipt is not null)
        {
            _finished.Add(1, Tag(GroupOf(receipt.Queue)));
            Change(receipt.Queue, static (window, now) => window.Finished(now));
        }
    }

    public void Poisoned(string queue) => _poisoned.Add(1, Tag(GroupOf(queue)));

    public QueueFigures Read(string queue)
    {
        var entry = _queues.GetValueOrDefault(queue) ?? new Entry();
        lock (entry)
        {
            return entry.Window.Read(_time.GetUtcNow());
        }
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>What metrics call a queue.</summary>
    internal static string GroupOf(string queue) =>
        queue.StartsWith(QueueNames.Prefix + "worker-", StringComparison.Ordinal) ? "worker"
        : queue.Contains("-user-", StringComparison.Ordinal) ? "user"
        : queue;

    internal static KeyValuePair<string, object?> Tag(string group) =>
        KeyValuePair.Create<string, object?>("queue", group);

    private void Change(string queue, Action<QueueWindow, DateTimeOffset> change)
    {
        var now = _time.GetUtcNow();
        if (!_queues.ContainsKey(queue) && _queues.Count >= MaxQueues)
        {
            _queues.TryRemove(_queues.MinBy(known => known.Value.LastAt).Key, out _);
        }

        var entry = _queues.GetOrAdd(queue, _ => new Entry());
        lock (entry)
        {
            change(entry.Window, now);
            entry.LastAt = now;
        }
    }

    private sealed class Entry
    {
        public QueueWindow Window { get; } = new();

        public DateTimeOffset LastAt { get; set; }
    }
}
