namespace Swarm.Contracts.Queues;

/// <summary>Whose queue a worker reads.</summary>
public enum PullSource
{
    /// <summary>The worker's own: what is there was meant for it and comes first.</summary>
    Worker,

    /// <summary>The queue of the worker's owner.</summary>
    User,

    /// <summary>The queue of everybody who has a tool.</summary>
    Tool,
}
