namespace Swarm.Durable.Core.History;

/// <summary>A turn began; its time is what the orchestrator sees.</summary>
public class OrchestratorStartedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    public OrchestratorStartedEvent(int eventId)
        : base(eventId)
    {
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.OrchestratorStarted;
}
