using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>A text of the file that may hold references.</summary>
/// <param name="Node">The node that it belongs to; null for the file's defaults.</param>
/// <param name="Field">Its field, for messages.</param>
/// <param name="Value">The text.</param>
/// <param name="IsShellText">True where a shell reads the text as a program.</param>
internal sealed record TemplateUse(string? Node, string Field, DocumentScalar Value, bool IsShellText = false);
