namespace Swarm.Functions.Orchestrations;

/// <summary>How the work of a node ended, before a person has said anything about it.</summary>
/// <param name="Ended">How it ended.</param>
/// <param name="IsAsked">Whether a person is to be asked about it.</param>
/// <param name="Attempt">The attempt that it is the result of.</param>
internal sealed record NodeDone(NodeEnded Ended, bool IsAsked, int Attempt)
{
    /// <summary>What its evaluators say in a sentence, if they are the reason to ask; null otherwise.</summary>
    public string? Summary { get; init; }
}
