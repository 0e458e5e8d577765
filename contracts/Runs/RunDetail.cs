using System.Text.Json;

namespace Swarm.Contracts.Runs;

/// <summary>A run with its nodes.</summary>
public sealed record RunDetail
{
    /// <summary>What lists show of it.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>The inputs that it was started with, defaults filled in.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Inputs { get; init; }

    /// <summary>The branch that its work is merged into; null for a run without a repository.</summary>
    public string? Branch { get; init; }

    /// <summary>What it put out; null before its end, and for a workflow that puts out nothing.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>
    /// Its nodes, in the order of the file; behind each what has begun inside of it, by path.
    /// </summary>
    public required IReadOnlyList<NodeState> Nodes { get; init; }

    /// <summary>The sequence number of its newest event; 0 when there is none.</summary>
    public required long LastEvent { get; init; }
}
