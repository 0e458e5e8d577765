using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>A text of the file that may hold references.</summary>
/// <param name="Node">The node that it belongs to; null for what belongs to the workflow as a whole.</param>
/// <param name="Field">Its field, for messages.</param>
/// <param name="Value">The text.</param>
/// <param name="IsShellText">True where a shell reads the text as a program.</param>
/// <param name="IsOutput">True for an output of the workflow, which is filled in once every node has ended.</param>
/// <param name="IsCompensation">True for what undoes the node: it is filled in after the node has ended.</param>
/// <param name="IsEvaluation">True for what judges the node: it is filled in after the node's work was done.</param>
internal sealed record TemplateUse(
    string? Node,
    string Field,
    DocumentScalar Value,
    bool IsShellText = false,
    bool IsOutput = false,
    bool IsCompensation = false,
    bool IsEvaluation = false);
