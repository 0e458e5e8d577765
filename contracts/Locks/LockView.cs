namespace Swarm.Contracts.Locks;

/// <summary>A lock that a node holds.</summary>
public sealed record LockView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The run whose node holds it.</summary>
    public required string RunId { get; init; }

    /// <summary>The path of the node that holds it.</summary>
    public required string Node { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset HeldSince { get; init; }

    /// <summary>How many nodes wait for it.</summary>
    public required int Waiting { get; init; }
}
