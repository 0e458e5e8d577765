namespace Swarm.Contracts.Runs;

/// <summary>Says something to a run: work that starts from now on hears of it.</summary>
public sealed record DirectiveRequest
{
    /// <summary>What is said.</summary>
    public required string Text { get; init; }

    /// <summary>The node that it is for, with all that lies inside of it.</summary>
    /// <value>All nodes by default.</value>
    public string? Node { get; init; }

    /// <summary>A name of the caller's choice: what comes again under it is given once.</summary>
    public string? Key { get; init; }
}
