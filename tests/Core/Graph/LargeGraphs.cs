using Swarm.Core.Conditions;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Graph;

internal static class LargeGraphs
{
    /// <summary>Layers of nodes, each fed by three of the layer before, and one loop over nearly everything.</summary>
    public static WorkflowDefinition Layers(int layers, int width)
    {
        var nodes = new List<NodeDefinition>();
        var edges = new List<EdgeDefinition>();
        for (var layer = 0; layer < layers; layer++)
        {
            for (var i = 0; i < width; i++)
            {
                nodes.Add(new NodeDefinition { Id = $"n{layer}-{i}", Tool = NodeDefinition.NoopTool });
                for (var source = 0; layer > 0 && source < 3; source++)
                {
                    edges.Add(new EdgeDefinition
                    {
                        From = $"n{layer - 1}-{(i + source) % width}", To = $"n{layer}-{i}",
                    });
                }
            }
        }

        edges.Add(new EdgeDefinition
        {
            From = $"n{layers - 1}-{width - 1}",
            To = "n0-0",
            LoopMax = 1,
            When = new Comparison("x", ComparisonOperator.EqualTo, RandomGraphs.Json("1")),
        });
        return new WorkflowDefinition
        {
            Name = "layers", Pattern = WorkflowPattern.Graph, Nodes = nodes, Edges = edges,
        };
    }
}
