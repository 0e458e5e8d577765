using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Swarm.Functions.Queues;

namespace Swarm.Functions.Content;

/// <summary>
/// How full the content store is, as metrics. The sweeper measures, and only while somebody collects them.
/// </summary>
public sealed class ContentGauges : IDisposable
{
    private readonly IContentStore _store;
    private readonly Meter _meter = new(QueueActivity.MeterName);
    private readonly ObservableGauge<long> _size;
    private long _last;

    public ContentGauges(IContentStore store, IOptions<ContentOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _store = store;
        _size = _meter.CreateObservableGauge(
            "swarm.content.size", () => Interlocked.Read(ref _last), "By", "Bytes of all large values.");
        _meter.CreateObservableGauge(
            "swarm.content.limit", () => options.Value.MaxBytesTotal, "By", "Bytes that they may have.");
    }

    /// <summary>Measures if anybody collects metrics.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (_size.Enabled)
        {
            Interlocked.Exchange(ref _last, await _store.MeasureAsync(cancellation));
        }
    }

    public void Dispose() => _meter.Dispose();
}
