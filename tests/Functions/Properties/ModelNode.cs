using System.Text.Json.Nodes;
using Swarm.Contracts.Statuses;

namespace Swarm.Tests.Functions.Properties;

/// <summary>What the model says of a node, or of one item of it.</summary>
/// <param name="Status">How its last iteration ends.</param>
/// <param name="Iteration">Which one that is.</param>
/// <param name="Output">What it puts out; null for nothing.</param>
internal sealed record ModelNode(NodeStatus Status, int Iteration, JsonNode? Output)
{
    public bool Failed => Status == NodeStatus.Failed;
}
