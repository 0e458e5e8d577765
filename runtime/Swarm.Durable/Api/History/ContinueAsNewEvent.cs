namespace Swarm.Durable.Core.History;

/// <summary>The orchestration went on as a new generation.</summary>
public class ContinueAsNewEvent : ExecutionCompletedEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="input">What was given.</param>
    public ContinueAsNewEvent(int eventId, string? input)
        : base(eventId, input, OrchestrationStatus.ContinuedAsNew)
    {
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.ContinueAsNew;
}
