using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>A single edge and where it stands.</summary>
/// <param name="Definition">The edge.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="IsLoopKnown">False when what it says of a loop cannot be read.</param>
internal sealed record EdgeDraft(EdgeDefinition Definition, DocumentNode Source, bool IsLoopKnown = true)
{
    public string From => Definition.From;

    public string To => Definition.To;
}
