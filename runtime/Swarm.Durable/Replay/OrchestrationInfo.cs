using Swarm.Durable.Stores;

namespace Swarm.Durable.Replay;

/// <summary>What an orchestrator knows about itself from the start.</summary>
internal sealed record OrchestrationInfo(
    string InstanceId, string Name, string Version, string? Input, ParentLink? Parent);
