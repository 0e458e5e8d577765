using Swarm.Core.Workflows;

namespace Swarm.Core.Graph;

/// <summary>An edge between numbered nodes.</summary>
internal sealed record PlannedEdge(int From, int To, EdgeDefinition Definition, bool TakesFailures);
