namespace Swarm.Functions.Orchestrations;

/// <summary>What earlier attempts of the run have made of a node.</summary>
public sealed record KeptNode
{
    /// <summary>Its result, with the attempt that it is of; null when none counts.</summary>
    public NodeEnded? Ended { get; init; }

    /// <summary>True when it had begun, so that all before it was over.</summary>
    public bool HasBegun { get; init; }

    /// <summary>True when somebody wants it to run again: then nothing in it is kept either.</summary>
    public bool MustRun { get; init; }
}
