using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>Everything that one turn changes. A store applies all of it or nothing.</summary>
public sealed record TurnCommit
{
    /// <summary>The id of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its key. If no such instance is left, the commit is refused.</summary>
    public required long Key { get; init; }

    /// <summary>The generation that the turn played. Another one refuses the commit.</summary>
    public required int Generation { get; init; }

    /// <summary>The number of the turn, from 0. Another count of turns refuses the commit.</summary>
    public required int Turn { get; init; }

    /// <summary>The history of the turn, encoded; null if the instance continues as new.</summary>
    public byte[]? History { get; init; }

    /// <summary>The numbers of the messages that the turn consumed.</summary>
    public IReadOnlyList<long> ConsumedMessages { get; init; } = [];

    /// <summary>The status before the turn.</summary>
    public required OrchestrationRuntimeStatus PreviousStatus { get; init; }

    /// <summary>The new status.</summary>
    public required OrchestrationRuntimeStatus Status { get; init; }

    /// <summary>The time of the turn.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// Whether the instance ends with this turn. What is left in its inbox is dropped, unless it has failed: then it
    /// can be rewound, and what was stored for it before is still to come.
    /// </summary>
    public bool IsEnd { get; init; }

    /// <summary>Whether what is left in its inbox is dropped.</summary>
    public bool ClearsInbox => IsEnd && Status != OrchestrationRuntimeStatus.Failed;

    /// <summary>When the instance must be woken next.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Whether a restart must wake it, because activities are running or it has yet to start.</summary>
    /// <remarks>An instance that ends while it does not await all of its calls is woken too.</remarks>
    public bool MustRecover { get; init; }

    /// <summary>Whether <see cref="CustomStatus"/> is to be stored.</summary>
    public bool SetsCustomStatus { get; init; }

    /// <summary>The custom status as text.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>The output as text.</summary>
    public string? Output { get; init; }

    /// <summary>How the instance failed, encoded.</summary>
    public byte[]? Failure { get; init; }

    /// <summary>How it continues as new, if it does.</summary>
    public NextGeneration? NextGeneration { get; init; }

    /// <summary>Sub-orchestrations that it starts.</summary>
    public IReadOnlyList<ChildStart> Children { get; init; } = [];

    /// <summary>Sub-orchestrations that are to answer once more or go on, because it was rewound.</summary>
    public IReadOnlyList<ChildRewind> Rewinds { get; init; } = [];

    /// <summary>Messages that it sends.</summary>
    public IReadOnlyList<OutgoingMessage> Messages { get; init; } = [];

    /// <summary>A message to every sub-orchestration that has not ended, encoded; null for none.</summary>
    public byte[]? MessageToChildren { get; init; }
}
