using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.Dispatch;

/// <summary>A turn that was played and waits for its commit.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Taken">The messages that were taken from its mailbox.</param>
/// <param name="Record">The turn as history keeps it.</param>
/// <param name="Result">What came out of it.</param>
/// <param name="Commit">What is to be stored.</param>
/// <param name="Next">The instance as it is once that is stored.</param>
/// <param name="KeptMessages">Messages for the next generation, if it continues as new.</param>
/// <param name="Locks">The locks on entities that it holds once that is stored.</param>
internal sealed record PlayedTurn(
    LiveInstance Instance,
    IReadOnlyList<InstanceMessage> Taken,
    TurnRecord Record,
    TurnResult Result,
    TurnCommit Commit,
    InstanceRecord Next,
    IReadOnlyList<InstanceMessage> KeptMessages,
    IReadOnlyList<HeldLock> Locks)
{
    /// <summary>The locks that it takes again before it goes on, once that is stored; null if it does not.</summary>
    internal Relocking? Relocking { get; init; }

    /// <summary>The spans of the children that it starts, which end once it is committed.</summary>
    internal IReadOnlyList<TraceSpan> ChildSpans { get; init; } = [];
}
