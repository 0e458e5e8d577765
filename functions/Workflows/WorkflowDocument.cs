using Swarm.Contracts.Workflows;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Workflows;

/// <summary>What is stored of a workflow beside its versions.</summary>
public sealed record WorkflowDocument
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The newest version, counted from 1.</summary>
    public required int Version { get; init; }

    public required WorkflowPattern Pattern { get; init; }

    public required int NodeCount { get; init; }

    public required string ContentHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public WorkflowSummary ToSummary() => new(
        Id,
        Name,
        Version,
        Pattern.ToString().ToLowerInvariant(),
        NodeCount,
        ContentHash,
        CreatedAt,
        UpdatedAt);
}
