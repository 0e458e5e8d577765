using Swarm.Durable.Stores;

namespace Swarm.Durable.Dispatch;

/// <summary>Who waits for an instance to start or to end. They are told by the commit that does it.</summary>
internal sealed class InstanceSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Waiter>> _waiters = [];

    internal Waiter Register(string instanceId, bool forEnd)
    {
        var waiter = new Waiter(this, instanceId, forEnd);
        lock (_lock)
        {
            if (!_waiters.TryGetValue(instanceId, out List<Waiter>? list))
            {
                _waiters.Add(instanceId, list = []);
            }

            list.Add(waiter);
        }

        return waiter;
    }

    /// <summary>Tells that an instance has started, or has ended if the record says so.</summary>
    internal void Tell(InstanceRecord record)
    {
        List<Waiter>? told = null;
        lock (_lock)
        {
            if (_waiters.TryGetValue(record.InstanceId, out List<Waiter>? list))
            {
                told = list.FindAll(waiter => record.HasEnded || !waiter.ForEnd);
            }
        }

        told?.ForEach(waiter => waiter.Tell(record));
    }

    private void Remove(Waiter waiter)
    {
        lock (_lock)
        {
            if (_waiters.TryGetValue(waiter.InstanceId, out List<Waiter>? list)
                && list.Remove(waiter)
                && list.Count == 0)
            {
                _waiters.Remove(waiter.InstanceId);
            }
        }
    }

    internal sealed class Waiter(InstanceSignals signals, string instanceId, bool forEnd) : IDisposable
    {
        private readonly TaskCompletionSource<InstanceRecord> _told =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal string InstanceId => instanceId;

        internal bool ForEnd => forEnd;

        internal Task<InstanceRecord> Told => _told.Task;

        internal void Tell(InstanceRecord record) => _told.TrySetResult(record);

        public void Dispose() => signals.Remove(this);
    }
}
