namespace Swarm.Contracts.Runs;

/// <summary>A worker asks what people have said meanwhile to work that it holds.</summary>
public sealed record HearDirectivesRequest
{
    /// <summary>The run that the work item belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The fencing token.</summary>
    public required long Token { get; init; }

    /// <summary>How many directives the work has heard: those that came with its claim, and those told since.</summary>
    public required int Heard { get; init; }
}
