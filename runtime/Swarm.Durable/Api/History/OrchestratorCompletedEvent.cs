namespace Swarm.Durable.Core.History;

/// <summary>A turn ended.</summary>
public class OrchestratorCompletedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public OrchestratorCompletedEvent(int eventId)
        : base(eventId)
    {
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.OrchestratorCompleted;
}
