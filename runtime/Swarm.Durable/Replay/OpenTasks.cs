using Swarm.Durable.Entities;
using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>The tasks of an orchestration that have not ended, and the times of its timers.</summary>
internal sealed class OpenTasks(PayloadConverter payloads)
{
    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly SortedSet<(DateTime FireAt, int Id)> _timers = [];

    /// <summary>How many activities have not given their result.</summary>
    internal int ActivityCount { get; private set; }

    /// <summary>When the next timer is due.</summary>
    internal DateTime? NextTimer => _timers.Count == 0 ? null : _timers.Min.FireAt;

    /// <summary>The activities that have not given their result.</summary>
    internal IEnumerable<TaskScheduled> Activities => _open.Values
        .Where(task => !task.IsAnswered)
        .Select(task => task.Decision)
        .OfType<TaskScheduled>()
        .OrderBy(scheduled => scheduled.Id);

    internal bool Has(int id) => _open.ContainsKey(id);

    /// <summary>The sub-orchestrations with numbers below this one that have not answered.</summary>
    internal IEnumerable<SubOrchestrationCreated> ListChildren(int below) => _open.Values
        .Select(task => task.Decision)
        .OfType<SubOrchestrationCreated>()
        .Where(child => child.Id < below)
        .OrderBy(child => child.Id);

    /// <summary>The operations of entities that failed and that a rewound instance calls once more.</summary>
    internal IEnumerable<EntityCalled> ListFailedOperations(RewindPlan plan) => _open.Values
        .Select(task => task.Decision)
        .OfType<EntityCalled>()
        .Where(called => plan.Undone.Contains(called.Id))
        .OrderBy(called => called.Id);

    internal void Add(OpenTask task)
    {
        _open.Add(task.Decision.Id, task);
        switch (task.Decision)
        {
            case TaskScheduled:
                ActivityCount++;
                break;
            case TimerCreated timer:
                _timers.Add((timer.FireAt, timer.Id));
                break;
        }
    }

    /// <summary>The result of an activity has come and is held: a restart must not run it again.</summary>
    internal void Hold(HistoryEvent item)
    {
        int? id = item switch
        {
            TaskCompleted completed => completed.TaskId,
            TaskFailed failed => failed.TaskId,
            _ => null,
        };
        if (id is { } taskId && _open.TryGetValue(taskId, out OpenTask? task) && !task.IsAnswered)
        {
            task.IsAnswered = true;
            ActivityCount--;
        }
    }

    internal void WatchTimer(TimerCreated timer, CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
        {
            _open[timer.Id].Registration = cancellation.Register(() => CancelTimer(timer, cancellation));
        }
    }

    /// <summary>Takes the timers that are due, the earliest first; each is given once.</summary>
    internal void TakeDueTimers(DateTime now, List<HistoryEvent> inbound)
    {
        while (_timers.Count > 0 && _timers.Min.FireAt <= now)
        {
            inbound.Add(new TimerFired(_timers.Min.Id));
            _timers.Remove(_timers.Min);
        }
    }

    /// <summary>A recorded turn has taken this timer.</summary>
    internal void ForgetDueTimer(int id)
    {
        if (_open.TryGetValue(id, out OpenTask? task) && task.Decision is TimerCreated timer)
        {
            _timers.Remove((timer.FireAt, timer.Id));
        }
    }

    /// <summary>Ends a task. One that is not open has ended before, or its timer was cancelled.</summary>
    internal void Complete(int id, string? result)
    {
        if (Remove(id) is { } task)
        {
            task.Complete(result, payloads);
        }
    }

    internal void Fail(int id, TaskFailureDetails failure)
    {
        if (Remove(id) is { } task)
        {
            task.Fail(task.Decision switch
            {
                TaskScheduled scheduled => new TaskFailedException(scheduled.Name, id, failure),
                SubOrchestrationCreated created => new TaskFailedException(created.Name, id, failure),
                EntityCalled called => new EntityOperationFailedException(
                    EntityInstanceId.FromString(called.EntityId), called.Operation, failure),
                var other => new TaskFailedException(other.GetType().Name, id, failure),
            });
        }
    }

    private void CancelTimer(TimerCreated timer, CancellationToken cancellation) =>
        Remove(timer.Id)?.Cancel(cancellation);

    private OpenTask? Remove(int id)
    {
        if (!_open.Remove(id, out OpenTask? task))
        {
            return null;
        }

        switch (task.Decision)
        {
            case TaskScheduled when !task.IsAnswered:
                ActivityCount--;
                break;
            case TimerCreated timer:
                _timers.Remove((timer.FireAt, timer.Id));
                task.Registration.Unregister();
                break;
        }

        return task;
    }
}
