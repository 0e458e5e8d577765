using Swarm.Contracts.Clarifications;

namespace Swarm.Core.Workflows;

/// <summary>
/// What becomes of a question that a node's work asks and nobody answers. What is null is as the configuration says.
/// </summary>
public sealed record QuestionPolicy
{
    /// <summary>How long it waits for its answer.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>What happens then, where no assumption came with the question.</summary>
    public ClarificationExpiry? OnExpiry { get; init; }
}
