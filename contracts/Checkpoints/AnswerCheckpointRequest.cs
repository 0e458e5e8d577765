namespace Swarm.Contracts.Checkpoints;

/// <summary>What a person says to a checkpoint beside the decision, which is in the address.</summary>
public sealed record AnswerCheckpointRequest
{
    /// <summary>Why, in words.</summary>
    public string? Feedback { get; init; }

    /// <summary>What is to be done about it; for a correction.</summary>
    public string? Correction { get; init; }
}
