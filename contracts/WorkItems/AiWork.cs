namespace Swarm.Contracts.WorkItems;

/// <summary>Work for a tool that is asked in words: an AI tool, a model's endpoint, or a custom tool.</summary>
/// <remarks>
/// What a tool cannot honour (a limit of turns, say) is refused by its worker, never left out silently.
/// </remarks>
public sealed record AiWork
{
    /// <summary>What to do, in words. It reaches the tool by standard input or in a body, never as a flag.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the tool should be told about its role before the prompt; null for nothing.</summary>
    public string? Instructions { get; init; }

    /// <summary>The model; null for the tool's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The name of a conversation: work items of one run, repository and tool that give the same name go on with it
    /// where they meet the worker that holds it, and begin anew elsewhere. Null for one of its own.
    /// </summary>
    public string? Session { get; init; }

    /// <summary>What the tool may use of its own, in its own words, such as <c>Read</c> for Claude Code.</summary>
    /// <value>Empty by default: what the worker's owner has set.</value>
    public IReadOnlyList<string> AllowedTools { get; set; } = [];

    /// <summary>After how many turns the tool must end; null for no limit.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>At which cost in US dollars the tool must end; null for no limit.</summary>
    public decimal? CostLimitUsd { get; init; }

    /// <summary>A JSON Schema that the answer must have, as text; null for free text.</summary>
    public string? OutputSchema { get; init; }

    /// <summary>Environment variables for the tool.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();
}
