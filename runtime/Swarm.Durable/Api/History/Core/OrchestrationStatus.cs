namespace Swarm.Durable.Core;

/// <summary>The status of an orchestration.</summary>
public enum OrchestrationStatus
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It returned.</summary>
    Completed,

    /// <summary>It went on as a new generation.</summary>
    ContinuedAsNew,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was cancelled.</summary>
    Canceled,

    /// <summary>It was terminated.</summary>
    Terminated,

    /// <summary>It has yet to start.</summary>
    Pending,

    /// <summary>It is suspended.</summary>
    Suspended,
}
