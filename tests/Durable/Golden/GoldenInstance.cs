using Swarm.Durable.Replay;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Golden;

/// <summary>One generation of a recorded instance: what an orchestrator knew from the start, and its history.</summary>
internal sealed record GoldenInstance(
    string InstanceId, string Name, string Version, int Generation, string? Input, ParentLink? Parent)
{
    /// <summary>The custom status that the recorded turns left.</summary>
    public string? CustomStatus { get; set; }

    internal List<byte[]> Turns { get; } = [];

    internal OrchestrationInfo Info => new(InstanceId, Name, Version, Input, Parent);
}
