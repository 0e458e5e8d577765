namespace Swarm.WorkerAgent.Reporting;

/// <summary>What became of a report.</summary>
internal enum DeliveryOutcome
{
    /// <summary>The control plane has it.</summary>
    Taken,

    /// <summary>The lease was lost before; it changed nothing.</summary>
    Stale,

    /// <summary>
    /// The control plane will never take it (it does not know the work item, or finds the report invalid).
    /// </summary>
    Refused,
}
