namespace Swarm.WorkerAgent.Git;

/// <summary>The worktree of a work item.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Entry">The repository's own folder for the worktree.</param>
/// <param name="Base">The commit that the work began from.</param>
internal sealed record WorkTree(GitRepository Repository, string Entry, string Base);
