namespace Swarm.Durable.History;

/// <summary>The orchestrator begins. Input, tags and parent are kept beside the history.</summary>
internal sealed record ExecutionStarted(string Name, string Version) : HistoryEvent
{
    internal override EventTag Tag => EventTag.ExecutionStarted;
}

/// <summary>An activity returned.</summary>
internal sealed record TaskCompleted(int TaskId, string? Result) : HistoryEvent
{
    internal override EventTag Tag => EventTag.TaskCompleted;
}

/// <summary>An activity threw.</summary>
internal sealed record TaskFailed(int TaskId, TaskFailureDetails Failure) : HistoryEvent
{
    internal override EventTag Tag => EventTag.TaskFailed;
}

/// <summary>A sub-orchestration returned.</summary>
internal sealed record SubOrchestrationCompleted(int TaskId, string? Result) : HistoryEvent
{
    internal override EventTag Tag => EventTag.SubOrchestrationCompleted;
}

/// <summary>A sub-orchestration failed, was terminated or could not start.</summary>
internal sealed record SubOrchestrationFailed(int TaskId, TaskFailureDetails Failure) : HistoryEvent
{
    internal override EventTag Tag => EventTag.SubOrchestrationFailed;
}

/// <summary>A timer came due.</summary>
internal sealed record TimerFired(int TimerId) : HistoryEvent
{
    internal override EventTag Tag => EventTag.TimerFired;
}

/// <summary>
/// An event came from outside. The number under which its message was stored tells its place among the others if it has
/// to go back to the inbox when the instance continues as new.
/// </summary>
internal sealed record EventRaised(string Name, string? Input, long MessageId) : HistoryEvent
{
    internal override EventTag Tag => EventTag.EventRaised;
}

/// <summary>The instance was suspended: what follows is kept until it is resumed.</summary>
internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent
{
    internal override EventTag Tag => EventTag.ExecutionSuspended;
}

/// <summary>The instance was resumed.</summary>
internal sealed record ExecutionResumed(string? Reason) : HistoryEvent
{
    internal override EventTag Tag => EventTag.ExecutionResumed;
}

/// <summary>The instance was terminated, with its children if recursive.</summary>
internal sealed record ExecutionTerminated(string? Output, bool IsRecursive) : HistoryEvent
{
    internal override EventTag Tag => EventTag.ExecutionTerminated;
}
