using Swarm.Durable.Client;
using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>
/// Brings events to the code that waits for them. Those that come while the instance is suspended are held, and brought
/// in their order when it is resumed.
/// </summary>
internal sealed class EventDelivery(
    OrchestrationExecution execution, OrchestrationContext context, OrchestrationTaskScheduler scheduler)
{
    private readonly Queue<HistoryEvent> _held = new();

    internal bool IsSuspended { get; private set; }

    /// <summary>Brings an event to the code; tells if it terminates the instance.</summary>
    internal ExecutionCompleted? Apply(HistoryEvent item)
    {
        switch (item)
        {
            case ExecutionTerminated terminated:
                return new ExecutionCompleted(OrchestrationRuntimeStatus.Terminated, terminated.Output, null);
            case ExecutionSuspended:
                IsSuspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case ClockSet clock:
                context.SetClock(clock.Time);
                break;
            case ExecutionRewound:
            case RewindRequested:
                break;
            default:
                if (IsSuspended)
                {
                    _held.Enqueue(item);
                    context.Open.Hold(item);
                }
                else
                {
                    Deliver(item);
                }

                break;
        }

        return null;
    }

    private void Resume()
    {
        IsSuspended = false;
        while (_held.TryDequeue(out HistoryEvent? item))
        {
            if (!execution.HasEnded)
            {
                Deliver(item);
                scheduler.Drain();
            }
            else if (item is EventRaised raised)
            {
                context.Events.Keep(raised);
            }
        }
    }

    private void Deliver(HistoryEvent item)
    {
        OpenTasks open = context.Open;
        switch (item)
        {
            case ExecutionStarted:
                execution.Start();
                break;
            case TaskCompleted completed:
                open.Complete(completed.TaskId, completed.Result);
                break;
            case TaskFailed failed:
                open.Fail(failed.TaskId, failed.Failure);
                break;
            case SubOrchestrationCompleted completed:
                open.Complete(completed.TaskId, completed.Result);
                break;
            case SubOrchestrationFailed failed:
                open.Fail(failed.TaskId, failed.Failure);
                break;
            case TimerFired fired:
                open.Complete(fired.TimerId, null);
                break;
            case EntityOperationCompleted completed:
                open.Complete(completed.TaskId, completed.Result);
                break;
            case EntityOperationFailed failed:
                open.Fail(failed.TaskId, failed.Failure);
                break;
            case EntityLockGranted granted:
                open.Complete(granted.TaskId, null);
                break;
            case EventRaised raised:
                context.Events.Deliver(raised);
                break;
            default:
                throw new InvalidOperationException(
                    $"Instance '{context.InstanceId}' cannot be told of a {item.GetType().Name}.");
        }
    }
}
