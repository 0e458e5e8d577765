using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Git;

namespace Swarm.WorkerAgent.Execution;

/// <summary>Where a work item is done, and what is there of it already.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Tree">Its worktree; null without a repository.</param>
/// <param name="Parked">What was parked when it asked; null unless it goes on where it was.</param>
/// <param name="IsRestored">Whether the files are those of an earlier part of the work.</param>
internal sealed record WorkPlace(WorkFolder Folder, WorkTree? Tree, ParkedRecord? Parked, bool IsRestored);
