using System.Diagnostics.Metrics;

namespace Swarm.Functions.Queues;

/// <summary>
/// Depth and age of the queues as metrics. Asking the store takes a while, so the sweeper measures and who collects
/// metrics gets its last result; while nobody collects any, nothing is measured.
/// </summary>
public sealed class QueueGauges : IDisposable
{
    /// <summary>How many queues a sweep measures at most.</summary>
    public const int MaxQueues = 200;

    private readonly QueueReading _reading;
    private readonly Meter _meter = new(QueueActivity.MeterName);
    private readonly ObservableGauge<int> _depth;
    private IReadOnlyList<Reading> _last = [];

    public QueueGauges(QueueReading reading)
    {
        _reading = reading;
        _depth = _meter.CreateObservableGauge(
            "swarm.queue.depth", () => Values(queue => queue.Depth), "{pointer}", "Pointers that wait.");
        _meter.CreateObservableGauge(
            "swarm.queue.oldest_age", () => Values(queue => queue.OldestSeconds), "s", "Age of the oldest pointer.");
        _meter.CreateObservableGauge(
            "swarm.queue.poison", () => Values(queue => queue.Poisoned), "{message}", "Messages set aside.");
    }

    /// <summary>Measures if anybody collects metrics.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (!_depth.Enabled)
        {
            return;
        }

        var queues = await _reading.ListAsync(after: null, MaxQueues, cancellation);
        _last =
        [
            .. from queue in queues
               group queue by QueueActivity.GroupOf(queue.Name) into tagged
               select new Reading(
                   tagged.Key,
                   tagged.Sum(queue => queue.Depth),
                   tagged.Max(queue => queue.OldestAge)?.TotalSeconds ?? 0,
                   tagged.Sum(queue => queue.Poisoned)),
        ];
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<T>> Values<T>(Func<Reading, T> value)
        where T : struct =>
        _last.Select(reading => new Measurement<T>(value(reading), QueueActivity.Tag(reading.Group)));

    private sealed record Reading(string Group, int Depth, double OldestSeconds, int Poisoned);
}
