namespace Swarm.Contracts.Tasks;

/// <summary>Makes a new version of a task.</summary>
public sealed record TaskUpgrade
{
    /// <summary>What it asks for from now on.</summary>
    public required TaskSpec Task { get; init; }

    /// <summary>Why, in 1 to 500 characters.</summary>
    public required string Reason { get; init; }
}
