namespace Swarm.Core.Graph;

/// <summary>How an iteration of a node ended, its retries spent.</summary>
public enum NodeOutcome
{
    Completed,
    Failed,

    /// <summary>Somebody ended it. Outside a cancelled run this cancels the run.</summary>
    Cancelled,
}
