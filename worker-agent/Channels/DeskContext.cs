using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Channels;

/// <summary>What a command may know of its work.</summary>
internal sealed record DeskContext
{
    public required string RunId { get; init; }

    public required string WorkItem { get; init; }

    public required string Node { get; init; }

    public required int Iteration { get; init; }

    public required int Attempt { get; init; }

    public string? Repository { get; init; }

    public string? Branch { get; init; }

    /// <summary>The files with its inputs, by name.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>What was answered to its questions so far.</summary>
    public IReadOnlyList<WorkAnswer> Answers { get; init; } = [];

    /// <summary>What people have said about it so far.</summary>
    public IReadOnlyList<string> Directives { get; init; } = [];

    /// <summary>What was written down of its progress.</summary>
    public string? State { get; init; }
}
