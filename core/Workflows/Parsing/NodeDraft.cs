using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>A node as far as it could be read.</summary>
/// <param name="Definition">The node.</param>
/// <param name="Entry">Where it stands.</param>
/// <param name="Needs">The nodes of <c>needs</c>; null without that field.</param>
/// <param name="JoinValue">The value of <c>join</c>; null without that field.</param>
internal sealed record NodeDraft(
    NodeDefinition Definition, DocumentEntry Entry, IReadOnlyList<DocumentScalar>? Needs, DocumentNode? JoinValue)
{
    /// <summary>What it is to its pattern.</summary>
    public NodeRole Role { get; init; }

    public string Id => Definition.Id;
}
