namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to make one result of several answers.</summary>
public sealed record MixtureAnswers
{
    public required RunReference Run { get; init; }

    /// <summary>By expert that has answered in time, where its answer lies.</summary>
    public required IReadOnlyDictionary<string, string> Results { get; init; }

    /// <summary>Where the result lies that a node has made of all answers; null when one is chosen.</summary>
    public string? Synthesis { get; init; }
}
