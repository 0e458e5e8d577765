using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>
/// Signals whose time has not come, within a limit: of more, those that are due last are forgotten, and when the first
/// of them is due the inbox is read again.
/// </summary>
internal sealed class ScheduledSignals(InboxLimit limit)
{
    private static readonly Comparer<InstanceMessage> ByTime = Comparer<InstanceMessage>.Create((one, other) =>
        (DueAt(one), one.Id).CompareTo((DueAt(other), other.Id)));

    private readonly SortedSet<InstanceMessage> _known = new(ByTime);
    private long _bytes;

    /// <summary>When the first of those is due that were forgotten; null if none was.</summary>
    internal DateTime? ForgottenFrom { get; private set; }

    internal int Count => _known.Count;

    /// <summary>When there is something to do: a signal is due, or the inbox must be read again.</summary>
    internal DateTimeOffset? NextDue
    {
        get
        {
            DateTime? known = _known.Min is { } first ? DueAt(first) : null;
            DateTime? next = known < ForgottenFrom ? known : ForgottenFrom ?? known;
            return next is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
        }
    }

    internal void Add(InstanceMessage signal)
    {
        _known.Add(signal);
        _bytes += signal.Size;
        while (_known.Count > limit.MaxMessages || (_bytes > limit.MaxBytes && _known.Count > 1))
        {
            InstanceMessage last = _known.Max!;
            Remove(last);
            ForgottenFrom = ForgottenFrom < DueAt(last) ? ForgottenFrom : DueAt(last);
        }
    }

    /// <summary>Takes the first signal if its time has come; null if not.</summary>
    internal InstanceMessage? TakeDue(DateTime now)
    {
        if (_known.Min is not { } first || DueAt(first) > now)
        {
            return null;
        }

        Remove(first);
        return first;
    }

    internal void Clear()
    {
        _known.Clear();
        _bytes = 0;
        ForgottenFrom = null;
    }

    private static DateTime DueAt(InstanceMessage signal) => ((EntityOperationRequest)signal.Event).DueAt!.Value;

    private void Remove(InstanceMessage signal)
    {
        _known.Remove(signal);
        _bytes -= signal.Size;
    }
}
