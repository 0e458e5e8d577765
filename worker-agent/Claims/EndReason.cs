namespace Swarm.WorkerAgent.Claims;

/// <summary>Why running work is ended from outside. A later member wins over an earlier one.</summary>
internal enum EndReason
{
    None = 0,

    /// <summary>The run was cancelled: report it as cancelled.</summary>
    Cancelled = 1,

    /// <summary>The agent stops before the work is done: report nothing, so that another worker does it.</summary>
    Abandoned = 2,

    /// <summary>The lease went to somebody else: report nothing.</summary>
    LeaseLost = 3,
}
