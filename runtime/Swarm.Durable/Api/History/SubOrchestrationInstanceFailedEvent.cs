namespace Swarm.Durable.Core.History;

/// <summary>A sub-orchestration failed.</summary>
public class SubOrchestrationInstanceFailedEvent : HistoryEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="taskScheduledId">The number of the call.</param>
    /// <param name="reason">Why.</param>
    /// <param name="details">The failure as text.</param>
    public SubOrchestrationInstanceFailedEvent(int eventId, int taskScheduledId, string? reason, string? details)
        : this(eventId, taskScheduledId, reason, details, null)
    {
    }

    /// <summary>Makes an event.</summary>
    /// <param name="eventId">Its number, or -1.</param>
    /// <param name="taskScheduledId">The number of the call.</param>
    /// <param name="reason">Why.</param>
    /// <param name="details">The failure as text.</param>
    /// <param name="failureDetails">The failure.</param>
    public SubOrchestrationInstanceFailedEvent(
        int eventId,
        int taskScheduledId,
        string? reason,
        string? details,
        FailureDetails? failureDetails)
        : base(eventId)
    {
        TaskScheduledId = taskScheduledId;
        Reason = reason;
        Details = details;
        FailureDetails = failureDetails;
    }

    /// <summary>The number of the call.</summary>
    public int TaskScheduledId { get; }

    /// <summary>The message of the failure.</summary>
    public string? Reason { get; }

    /// <summary>The failure as text.</summary>
    public string? Details { get; }

    /// <summary>The failure.</summary>
    public FailureDetails? FailureDetails { get; }

    /// <inheritdoc/>
    public override EventType EventType => EventType.SubOrchestrationInstanceFailed;
}
