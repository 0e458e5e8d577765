namespace Swarm.Core.Graph;

/// <summary>Where a node stands between waiting for its branches and its end.</summary>
internal enum CellPhase
{
    Waiting,

    /// <summary>Its join is satisfied, nobody has taken its start yet.</summary>
    Ready,
    Running,
    Completed,
    Failed,
    Skipped,
    Cancelled,
}
