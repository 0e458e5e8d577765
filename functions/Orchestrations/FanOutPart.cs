namespace Swarm.Functions.Orchestrations;

/// <summary>Some of the items that a node runs for.</summary>
/// <param name="Node">The node.</param>
/// <param name="First">The place of the first item in the list.</param>
/// <param name="Count">How many.</param>
/// <param name="MaxParallel">How many of them run at a time.</param>
public sealed record FanOutPart(NodeRun Node, int First, int Count, int MaxParallel)
{
    public string InstanceId() => Node.Run.PartInstanceId(Node.Place(), First, Node.Cycle);
}
