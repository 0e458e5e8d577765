namespace Swarm.Durable.Core.History;

/// <summary>The orchestration ended.</summary>
public class ExecutionCompletedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="result">The result as text.</param>
    /// <param name="orchestrationStatus">How it ended.</param>
    /// <param name="failureDetails">The failure.</param>
    public ExecutionCompletedEvent(
        int eventId,
        string? result,
        OrchestrationStatus orchestrationStatus,
        FailureDetails? failureDetails = null)
        : base(eventId)
    {
        Result = result;
        OrchestrationStatus = orchestrationStatus;
        FailureDetails = failureDetails;
    }

    /// <summary>How it ended.</summary>
    public OrchestrationStatus OrchestrationStatus { get; }

    /// <summary>Its output.</summary>
    public string? Result { get; }

    /// <summary>How it failed, if it did.</summary>
    public FailureDetails? FailureDetails { get; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionCompleted;
}
