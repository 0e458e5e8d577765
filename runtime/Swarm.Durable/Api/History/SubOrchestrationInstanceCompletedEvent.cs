namespace Swarm.Durable.Core.History;

/// <summary>A sub-orchestration returned.</summary>
public class SubOrchestrationInstanceCompletedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="taskScheduledId">The number of the call.</param>
    /// <param name="result">The result as text.</param>
    public SubOrchestrationInstanceCompletedEvent(int eventId, int taskScheduledId, string? result)
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
    public override EventType EventType => EventType.SubOrchestrationInstanceCompleted;
}
