using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Git;

/// <summary>
/// The names of the refs that Swarm keeps in a repository. Ids are written as <see cref="SafeName"/> does.
/// </summary>
internal static class RefNames
{
    /// <summary>The commit that a work item made.</summary>
    public static string Work(string workItemId) => $"refs/heads/swarm/work/{SafeName.Of(workItemId)}";

    /// <summary>
    /// The blob with a work item's result, from the end of its command until the control plane has it.
    /// </summary>
    public static string Result(string workItemId) => $"refs/swarm/results/{SafeName.Of(workItemId)}";

    /// <summary>The files of a work item in the middle of its work, until it has ended.</summary>
    public static string Snapshot(string workItemId) => $"refs/swarm/snapshots/{SafeName.Of(workItemId)}";

    /// <summary>The commit that a run's branch started from: what lies before is not the run's work.</summary>
    public static string Base(string runBranch) => $"refs/swarm/bases/{runBranch}";

    public static string Branch(string name) => $"refs/heads/{name}";

    public static string Tag(string name) => $"refs/tags/{name}";
}
