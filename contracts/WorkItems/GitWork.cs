namespace Swarm.Contracts.WorkItems;

/// <summary>Where in git a work item works and what becomes of its changes.</summary>
public sealed record GitWork
{
    /// <summary>The repository: a path on the worker's machine or a git URL.</summary>
    public required string Repository { get; init; }

    /// <summary>
    /// The commit or branch that the run's branch starts from; null for the repository's current branch.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>The run's branch, made from the base when it is not there.</summary>
    public required string Branch { get; init; }

    /// <summary>Message under which changes are committed; null when changes are not kept.</summary>
    public string? CommitMessage { get; init; }

    /// <summary>Branch that the run's branch is merged into after the work; null for none.</summary>
    public string? MergeInto { get; init; }

    /// <summary>Tag set on the result; null for none.</summary>
    public string? Tag { get; init; }
}
