using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>A single edge and where it stands.</summary>
internal sealed record EdgeDraft(EdgeDefinition Definition, DocumentNode Source)
{
    public string From => Definition.From;

    public string To => Definition.To;
}
