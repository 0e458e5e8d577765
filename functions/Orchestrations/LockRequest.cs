using Swarm.Functions.Locks;

namespace Swarm.Functions.Orchestrations;

/// <summary>Asks for the locks of a node, or to give them back.</summary>
/// <param name="Node">The node.</param>
/// <param name="AskedAt">When it began to want them; its place in the line.</param>
public sealed record LockRequest(NodeRun Node, DateTimeOffset AskedAt)
{
    /// <summary>Those to give back; the node's definition says which it asks for.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>True to give back whatever the node holds: work may have taken more in its middle.</summary>
    public bool All { get; init; }

    public LockClaim ToClaim() =>
        new(Node.InstanceId(), Node.Run, new NodeMark(Node.Path(), Node.PathIteration()), AskedAt);
}
