namespace Swarm.Durable.Core.History;

/// <summary>An activity returned.</summary>
public class TaskCompletedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="taskScheduledId">The number of the call.</param>
    /// <param name="result">The result as text.</param>
    public TaskCompletedEvent(int eventId, int taskScheduledId, string? result)
        : base(eventId)
    {
        TaskScheduledId = taskScheduledId;
        Result = result;
    }

    /// <summary>The number of the call.</summary>
    public int TaskScheduledId { get; }

    /// <summary>The result.</summary>
    public string? Result { get; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.TaskCompleted;
}
