namespace Swarm.Contracts.Queues;

/// <summary>Whose queue a worker reads.</summary>
public enum PullSource
{
    /// <summary>The worker's own: what is there was meant for it and comes first.</summary>
    Worker,

    /// <summary>The queue of a user whose work it does: its owner, or one it is shared with.</summary>
    User,

    /// <summary>The queue of everybody who has a tool.</summary>
    Tool,
}
