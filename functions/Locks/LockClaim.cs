using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Locks;

/// <summary>Who wants a lock, or has it, as it is stored.</summary>
/// <param name="InstanceId">The orchestration of the node.</param>
/// <param name="Run">The workflow that the node belongs to.</param>
/// <param name="Node">The node.</param>
/// <param name="AskedAt">Since when it wants it; together with the instance its place in the line.</param>
public sealed record LockClaim(string InstanceId, RunReference Run, NodeMark Node, DateTimeOffset AskedAt);
