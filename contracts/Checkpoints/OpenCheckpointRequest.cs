namespace Swarm.Contracts.Checkpoints;

/// <summary>Asks a run to ask a person before it goes on.</summary>
public sealed record OpenCheckpointRequest
{
    /// <summary>What is asked.</summary>
    public required string Message { get; init; }

    /// <summary>The node before which it is asked.</summary>
    /// <value>Whatever begins next by default.</value>
    public string? Node { get; init; }

    /// <summary>A name of the caller's choice: what comes again under it is opened once.</summary>
    public string? Key { get; init; }
}
