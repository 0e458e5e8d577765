using Swarm.Contracts.Runs;

namespace Swarm.Cli.Demos;

/// <summary>How the demo ended and where its result lies; what <c>swarm demo --json</c> writes.</summary>
internal sealed record DemoReport
{
    public required RunDetail Run { get; init; }

    /// <summary>Null when all is as it should be; else what is wrong with the result.</summary>
    public string? Problem { get; init; }

    public required string Folder { get; init; }

    public required string Repository { get; init; }

    public string? Branch { get; init; }

    public required string Tag { get; init; }

    /// <summary>The commit that main points to.</summary>
    public string? Main { get; init; }

    /// <summary>The work items whose commits are in main, as the commits themselves say.</summary>
    public IReadOnlyList<string> WorkItems { get; init; } = [];

    /// <summary>The history of main, as git draws it.</summary>
    public IReadOnlyList<string> Graph { get; init; } = [];

    /// <summary>What it brought that the review and the tests with their repair went on side by side.</summary>
    public BranchSpeedUp? Branches { get; init; }

    /// <summary>From the first process to the last check.</summary>
    public TimeSpan Took { get; init; }
}
