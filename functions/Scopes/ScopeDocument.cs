using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Checkpoints;

namespace Swarm.Functions.Scopes;

/// <summary>
/// A workflow inside of a run, as it is stored: which one it is, fixed once it has begun, and what it was given.
/// </summary>
public sealed record ScopeDocument
{
    /// <summary>The stored workflow that it is, or that holds it.</summary>
    public required string WorkflowId { get; init; }

    public required int WorkflowVersion { get; init; }

    /// <summary>
    /// The nodes, from the stored workflow inwards, that lead to it; none for the stored workflow itself.
    /// </summary>
    public required IReadOnlyList<string> Trail { get; init; }

    /// <summary>What a director planned, where the trail begins; null where it begins with a stored workflow.</summary>
    public JsonElement? Plan { get; init; }

    /// <summary>How deep it lies in other workflows.</summary>
    public required int Depth { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Inputs { get; init; }

    /// <summary>The attempt of the run that has fixed it; 0 in rows that are older than attempts.</summary>
    public int RunAttempt { get; init; }

    /// <summary>Where the correction lies because of which all of it is done again; null when there is none.</summary>
    public string? Correction { get; init; }

    /// <summary>How often it asks people where it does not say so itself; null when it does not.</summary>
    public CheckpointFrequency? Checkpoints { get; init; }

    /// <summary>How private all of it is at least: as the node is that it stands for, or more.</summary>
    public Privacy Privacy { get; init; }
}
