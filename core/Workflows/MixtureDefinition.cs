namespace Swarm.Core.Workflows;

/// <summary>How the answers of a mixture's experts become one result.</summary>
public sealed record MixtureDefinition
{
    /// <summary>The id of the node that makes the result of all answers.</summary>
    public const string Synthesiser = "synthesiser";

    /// <summary>How many answers are enough; null for those of all experts.</summary>
    public int? Quorum { get; init; }

    public MixtureRule Rule { get; init; }

    /// <summary>
    /// Where in an expert's output that stands which is counted or compared; null for the plain result.
    /// </summary>
    public string? Path { get; init; }
}
