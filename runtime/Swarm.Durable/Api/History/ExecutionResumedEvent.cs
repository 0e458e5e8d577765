namespace Swarm.Durable.Core.History;

/// <summary>The instance was resumed.</summary>
public class ExecutionResumedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="reason">Why.</param>
    public ExecutionResumedEvent(int eventId, string? reason)
        : base(eventId)
    {
        Reason = reason;
    }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionResumed;
}
