namespace Swarm.Functions.Events;

/// <summary>
/// Wakes those of this process who wait for a run's next event. A hint only: another process may have written the
/// event, so whoever waits also looks by himself from time to time.
/// </summary>
public sealed class RunEventSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<RunEventSubscription>> _subscriptions = [];

    /// <summary>Listens for events of a run until it is disposed of.</summary>
    public RunEventSubscription Subscribe(string runId)
    {
        var subscription = new RunEventSubscription(this, runId);
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(runId, out var list))
            {
                _subscriptions[runId] = list = [];
            }

            list.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Says that a run has new events.</summary>
    public void Raise(string runId)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions.GetValueOrDefault(runId, []))
            {
                subscription.Wake();
            }
        }
    }

    internal void Remove(RunEventSubscription subscription)
    {
        lock (_lock)
        {
            if (_subscriptions.TryGetValue(subscription.RunId, out var list)
                && list.Remove(subscription)
                && list.Count == 0)
            {
                _subscriptions.Remove(subscription.RunId);
            }
        }
    }
}
