using System.Text.Json;
using Swarm.Core.Json;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>
/// How large a definition is when it is stored. Part by part, so that a huge one is never written out.
/// </summary>
internal static class DefinitionSize
{
    public static bool Fits(WorkflowDefinition definition)
    {
        var json = CoreJsonContext.Default;
        var bytes = 0L;
        foreach (var node in definition.Nodes)
        {
            bytes += JsonSerializer.SerializeToUtf8Bytes(node, json.NodeDefinition).Length;
            if (bytes > WorkflowLimits.DefinitionMaxBytes)
            {
                return false;
            }
        }

        foreach (var edge in definition.Edges)
        {
            bytes += JsonSerializer.SerializeToUtf8Bytes(edge, json.EdgeDefinition).Length;
            if (bytes > WorkflowLimits.DefinitionMaxBytes)
            {
                return false;
            }
        }

        return true;
    }
}
