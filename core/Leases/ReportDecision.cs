namespace Swarm.Core.Leases;

/// <summary>What becomes of a result.</summary>
public enum ReportDecision
{
    /// <summary>It counts.</summary>
    Accepted,

    /// <summary>It counted before: answer as then.</summary>
    Repeated,

    /// <summary>The lease is somebody else's or nobody's: refuse it, change nothing.</summary>
    Stale,
}
