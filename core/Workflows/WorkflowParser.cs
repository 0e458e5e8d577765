using Swarm.Core.Documents;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Workflows;

/// <summary>Reads workflow files, in YAML or JSON, and finds everything that is wrong in one pass.</summary>
public static class WorkflowParser
{
    /// <summary>Aliases counted in full, this is a hundred times what a large file needs.</summary>
    private const int MaxValues = 50_000;

    private static readonly DocumentLimits Limits =
        new(WorkflowLimits.FileMaxBytes, WorkflowLimits.MaxDepth, MaxValues);

    public static WorkflowParseResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var errors = new ErrorList();
        try
        {
            var document = DocumentReader.Read(text, Limits, errors.Add);
            return new WorkflowReader(errors).Read(document);
        }
        catch (DocumentException e)
        {
            errors.Add(e);
            return new WorkflowParseResult(Definition: null, errors.Sorted(), Name: null, NodeIds: []);
        }
    }
}
