using System.Text.Json;

namespace Swarm.Functions.Scopes;

/// <summary>What a hierarchy puts out; see <see cref="Core.Workflows.HierarchyOutput"/>.</summary>
internal sealed record HierarchyView(JsonElement? Result, int Rounds, int Subtasks)
{
    public string? Fallback { get; init; }
}
