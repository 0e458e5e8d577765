namespace Swarm.Durable.Core.History;

/// <summary>The kinds of events of a history.</summary>
public enum EventType
{
    /// <summary>The orchestration started.</summary>
    ExecutionStarted = 0,

    /// <summary>It ended.</summary>
    ExecutionCompleted = 1,

    /// <summary>It failed; newer histories tell it as <see cref="ExecutionCompleted"/>.</summary>
    ExecutionFailed = 2,

    /// <summary>It was terminated.</summary>
    ExecutionTerminated = 3,

    /// <summary>An activity was called.</summary>
    TaskScheduled = 4,

    /// <summary>An activity returned.</summary>
    TaskCompleted = 5,

    /// <summary>An activity threw.</summary>
    TaskFailed = 6,

    /// <summary>A sub-orchestration was called.</summary>
    SubOrchestrationInstanceCreated = 7,

    /// <summary>A sub-orchestration returned.</summary>
    SubOrchestrationInstanceCompleted = 8,

    /// <summary>A sub-orchestration failed.</summary>
    SubOrchestrationInstanceFailed = 9,

    /// <summary>A timer was made.</summary>
    TimerCreated = 10,

    /// <summary>A timer came due.</summary>
    TimerFired = 11,

    /// <summary>A turn began.</summary>
    OrchestratorStarted = 12,

    /// <summary>A turn ended.</summary>
    OrchestratorCompleted = 13,

    /// <summary>An event was sent to another instance.</summary>
    EventSent = 14,

    /// <summary>An event came from outside.</summary>
    EventRaised = 15,

    /// <summary>The orchestration went on as a new generation.</summary>
    ContinueAsNew = 16,

    /// <summary>Something else happened.</summary>
    GenericEvent = 17,

    /// <summary>The state of the instance was noted.</summary>
    HistoryState = 18,

    /// <summary>The instance was suspended.</summary>
    ExecutionSuspended = 19,

    /// <summary>The instance was resumed.</summary>
    ExecutionResumed = 20,

    /// <summary>The failed instance was rewound.</summary>
    ExecutionRewound = 21,
}
