namespace Swarm.Functions.Orchestrations;

/// <summary>What follows from judging an attempt.</summary>
/// <param name="Ended">How the node ends by it.</param>
/// <param name="Again">What is to be done better, if the work may be done again; null when it is not to be.</param>
internal sealed record Verdict(NodeEnded Ended, string? Again = null)
{
    /// <summary>Why a person is to say whether it is done again; null when nobody is asked.</summary>
    public string? Doubt { get; init; }
}
