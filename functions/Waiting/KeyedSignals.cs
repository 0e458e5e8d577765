namespace Swarm.Functions.Waiting;

/// <summary>
/// Wakes those of this process who wait for what has a key: a run's next event, a log's next line, a lock. A hint only:
/// another process may have made the change, so whoever waits also looks by himself from time to time.
/// </summary>
public abstract class KeyedSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<KeyedSubscription>> _subscriptions = [];

    /// <summary>Listens for changes of what has the key until it is disposed of.</summary>
    public KeyedSubscription Subscribe(string key)
    {
        var subscription = new KeyedSubscription(this, key);
        lock (_lock)
        {
            if (!_subscriptions.TryGetValue(key, out var list))
            {
                _subscriptions[key] = list = [];
            }

            list.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Says that what has the key has changed.</summary>
    public void Raise(string key)
    {
        lock (_lock)
        {
            foreach (var subscription in _subscriptions.GetValueOrDefault(key, []))
            {
                subscription.Wake();
            }
        }
    }

    internal void Remove(KeyedSubscription subscription)
    {
        lock (_lock)
        {
            if (_subscriptions.TryGetValue(subscription.Key, out var list)
                && list.Remove(subscription)
                && list.Count == 0)
            {
                _subscriptions.Remove(subscription.Key);
            }
        }
    }
}
