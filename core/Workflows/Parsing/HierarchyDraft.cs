namespace Swarm.Core.Workflows.Parsing;

/// <summary>A hierarchy as far as it could be read.</summary>
/// <param name="Definition">What its director may have done.</param>
/// <param name="Drafts">Its workers, with where they stand.</param>
internal sealed record HierarchyDraft(HierarchyDefinition Definition, IReadOnlyList<NodeDraft> Drafts);
