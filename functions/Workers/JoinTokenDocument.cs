namespace Swarm.Functions.Workers;

/// <summary>What is stored of a join token, under its hash.</summary>
public sealed record JoinTokenDocument
{
    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who made it: the worker that joins with it is his. Null when it is nobody's in particular.</summary>
    public string? Owner { get; init; }

    /// <summary>The machine that used it; null before.</summary>
    public string? MachineId { get; init; }

    public DateTimeOffset? UsedAt { get; init; }
}
