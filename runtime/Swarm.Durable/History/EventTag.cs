namespace Swarm.Durable.History;

/// <summary>The first byte of a stored event. Numbers are for ever.</summary>
internal enum EventTag : byte
{
    ExecutionStarted = 1,
    TaskCompleted = 2,
    TaskFailed = 3,
    SubOrchestrationCompleted = 4,
    SubOrchestrationFailed = 5,
    TimerFired = 6,
    EventRaised = 7,
    ExecutionSuspended = 8,
    ExecutionResumed = 9,
    ExecutionTerminated = 10,
    EntityOperationCompleted = 16,
    EntityOperationFailed = 17,
    EntityLockGranted = 18,

    TaskScheduled = 20,
    SubOrchestrationCreated = 21,
    TimerCreated = 22,
    EventSent = 23,
    EntityCalled = 26,
    EntitySignaled = 27,
    EntityLockRequested = 28,
    EntityLockReleased = 29,

    ExecutionCompleted = 30,

    RewindRequested = 40,
    ExecutionRewound = 41,
    ClockSet = 42,

    EntityOperationRequest = 50,
    EntityLockRequest = 51,
    EntityLockRelease = 52,
    TracedOperationRequest = 53,
}
