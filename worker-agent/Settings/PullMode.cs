namespace Swarm.WorkerAgent.Settings;

/// <summary>How a worker gets its pointers.</summary>
internal enum PullMode
{
    /// <summary>From the storage queues themselves where the control plane opens them, else by long poll.</summary>
    Auto,

    /// <summary>By long poll alone, for machines that reach nothing but the control plane.</summary>
    LongPoll,
}
