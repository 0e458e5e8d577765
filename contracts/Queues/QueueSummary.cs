namespace Swarm.Contracts.Queues;

/// <summary>
/// What is in a queue, from the queue itself, and what happened there in the last five minutes, from the process of the
/// control plane that answers.
/// </summary>
public sealed record QueueSummary
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many pointers it holds; roughly, where it is a storage account's.</summary>
    public required int Depth { get; init; }

    /// <summary>The age of the oldest that nobody has taken; null when there is none.</summary>
    public TimeSpan? OldestAge { get; init; }

    /// <summary>How many messages were set aside from it and lie in <c>{name}-poison</c>.</summary>
    public required int Poisoned { get; init; }

    /// <summary>Pointers sent.</summary>
    public required QueueRate Enqueued { get; init; }

    /// <summary>Work items claimed by its pointers.</summary>
    public required QueueRate Claimed { get; init; }

    /// <summary>Work items of those that were reported.</summary>
    public required QueueRate Finished { get; init; }

    /// <summary>What half of the claims waited at most since their work item was queued; null without claims.</summary>
    public TimeSpan? WaitP50 { get; init; }

    /// <summary>What 95 of 100 waited at most.</summary>
    public TimeSpan? WaitP95 { get; init; }
}
