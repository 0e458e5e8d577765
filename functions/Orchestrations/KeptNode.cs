namespace Swarm.Functions.Orchestrations;

/// <summary>What earlier attempts of the run have made of a node.</summary>
public sealed record KeptNode
{
    /// <summary>Its result, with the attempt that it is of; null when none counts.</summary>
    public NodeEnded? Ended { get; init; }

    /// <summary>True when it had begun, so that all before it was over.</summary>
    public bool HasBegun { get; init; }

    /// <summary>How often a person has corrected its result, as far as that counts.</summary>
    public int Corrected { get; init; }

    /// <summary>Where the last of these corrections lies; null for none.</summary>
    public string? Correction { get; init; }

    /// <summary>True when somebody wants it to run again: then nothing in it is kept either.</summary>
    public bool MustRun { get; init; }
}
