namespace Swarm.Contracts.Queues;

/// <summary>A worker asks to read its queues itself.</summary>
public sealed record OpenQueuesRequest
{
    /// <summary>The tools that it can run now.</summary>
    public IReadOnlyList<string> Tools { get; set; } = [];
}
