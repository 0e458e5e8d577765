namespace Swarm.Durable.Core.History;

/// <summary>The instance was terminated.</summary>
public class ExecutionTerminatedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="input">What was given.</param>
    public ExecutionTerminatedEvent(int eventId, string? input)
        : base(eventId)
    {
        Input = input;
    }

    /// <summary>The reason or output that was given.</summary>
    public string? Input { get; set; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionTerminated;
}
