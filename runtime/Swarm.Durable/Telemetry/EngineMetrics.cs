using System.Diagnostics.Metrics;
using System.Text;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.History;

namespace Swarm.Durable.Telemetry;

/// <summary>The figures of one engine. Those that are looked up cost nothing until somebody asks.</summary>
internal sealed class EngineMetrics : IDisposable
{
    internal const string MeterName = "Swarm.Durable";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _turns;
    private readonly Counter<long> _replays;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _operations;
    private readonly Histogram<long> _historySize;
    private readonly Histogram<long> _payloadSize;

    internal EngineMetrics()
    {
        _turns = _meter.CreateCounter<long>("swarm.durable.turns", "{turn}", "Turns that were committed.");
        _replays = _meter.CreateCounter<long>(
            "swarm.durable.replays", "{replay}", "Histories that were repeated to bring an instance into memory.");
        _ended = _meter.CreateCounter<long>("swarm.durable.instances.ended", "{instance}", "Instances that ended.");
        _operations = _meter.CreateCounter<long>(
            "swarm.durable.entity.operations", "{operation}", "Operations of entities that were committed.");
        _historySize = _meter.CreateHistogram<long>(
            "swarm.durable.history.row.size", "By", "The history that one turn adds.");
        _payloadSize = _meter.CreateHistogram<long>(
            "swarm.durable.payload.size", "By", "Inputs of calls, payloads of sent events, outputs.");
    }

    /// <summary>Adds the figures that are looked up.</summary>
    internal void Watch(
        InstanceTable instances,
        Func<IReadOnlyDictionary<OrchestrationRuntimeStatus, long>> countByStatus,
        Func<int> turnQueue,
        Func<int> activityQueue,
        Func<int> timerQueue,
        Func<int> entityQueue)
    {
        _meter.CreateObservableUpDownCounter(
            "swarm.durable.cache.instances", () => instances.Count, "{instance}", "Instances in memory.");
        _meter.CreateObservableUpDownCounter(
            "swarm.durable.instances",
            () => countByStatus().Select(pair => new Measurement<long>(pair.Value, StatusTag(pair.Key))),
            "{instance}",
            "Stored instances by status.");
        Measurement<int>[] Measure() =>
        [
            new(turnQueue(), new KeyValuePair<string, object?>("queue", "turns")),
            new(activityQueue(), new KeyValuePair<string, object?>("queue", "activities")),
            new(timerQueue(), new KeyValuePair<string, object?>("queue", "timers")),
            new(entityQueue(), new KeyValuePair<string, object?>("queue", "entities")),
        ];
        _meter.CreateObservableUpDownCounter(
            "swarm.durable.queue.depth", Measure, "{item}", "What waits in memory.");
    }

    internal void CountReplay() => _replays.Add(1);

    internal void CountOperations(int operations) => _operations.Add(operations);

    internal void Count(PlayedTurn turn)
    {
        _turns.Add(1);
        if (turn.Next.HasEnded && _ended.Enabled)
        {
            _ended.Add(1, StatusTag(turn.Next.Status));
        }

        if (_historySize.Enabled && turn.Commit.History is { } history)
        {
            _historySize.Record(history.Length);
        }

        if (_payloadSize.Enabled)
        {
            CountPayloads(turn);
        }
    }

    public void Dispose() => _meter.Dispose();

    private void CountPayloads(PlayedTurn turn)
    {
        foreach (DecisionEvent decision in turn.Record.Decisions)
        {
            CountPayload(decision switch
            {
                TaskScheduled scheduled => scheduled.Input,
                SubOrchestrationCreated created => created.Input,
                EventSent sent => sent.Input,
                EntityCalled called => called.Input,
                EntitySignaled signaled => signaled.Input,
                _ => null,
            });
        }

        CountPayload(turn.Record.Completion?.Output);
    }

    private void CountPayload(string? payload)
    {
        if (payload is not null)
        {
            _payloadSize.Record(Encoding.UTF8.GetByteCount(payload));
        }
    }

    private static KeyValuePair<string, object?> StatusTag(OrchestrationRuntimeStatus status) =>
        new("status", status.ToString());
}
