using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Graph;

internal sealed class NaiveNode(NodeDefinition definition)
{
    public NodeDefinition Definition { get; } = definition;

    public string Id => Definition.Id;

    public NaiveStatus Status { get; set; } = NaiveStatus.Waiting;

    public int Iteration { get; set; }

    public int? Stale { get; set; }

    /// <summary>The nodes to which it leads on; null while that is not decided.</summary>
    public HashSet<string>? Takes { get; set; }
}
