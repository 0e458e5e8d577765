using Swarm.Contracts.Workers;

namespace Swarm.Functions.Workers;

/// <summary>What is stored of a worker. A heartbeat writes this row and no other.</summary>
public sealed record WorkerDocument
{
    /// <summary>How many lives are remembered: messages of older ones are no longer on their way.</summary>
    private const int MaxEarlierProcesses = 8;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string MachineId { get; init; }

    public string? Platform { get; init; }

    public string? AgentVersion { get; init; }

    public IReadOnlyList<string> Tools { get; init; } = [];

    public int Slots { get; init; } = 1;

    /// <summary>
    /// SHA-256 of its key. The row is the only place that makes a key valid, so joining again revokes the old one.
    /// </summary>
    public required string KeyHash { get; init; }

    /// <summary>The hash of the join token that gave the key.</summary>
    public required string JoinTokenHash { get; init; }

    /// <summary>True once a heartbeat came under the key; from then on its join token is spent for good.</summary>
    public bool KeyUsed { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it got its present key.</summary>
    public required DateTimeOffset KeyIssuedAt { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Which life of the worker process the last heartbeat came from.</summary>
    public string? ProcessId { get; init; }

    /// <summary>
    /// The lives before it, the latest last. What one of them claimed is nobody's any more, and a heartbeat of theirs
    /// that comes late says nothing.
    /// </summary>
    public IReadOnlyList<string> EarlierProcessIds { get; set; } = [];

    /// <summary>The sequence of the last heartbeat within that life.</summary>
    public long Sequence { get; init; }

    /// <summary>What the last heartbeat listed: these leases live by it.</summary>
    public IReadOnlyList<HeldWorkItem> Held { get; init; } = [];

    public bool Draining { get; init; }

    /// <summary>True from its sign-off to its next heartbeat.</summary>
    public bool SignedOff { get; init; }

    public double? CpuPercent { get; init; }

    public long? MemoryUsedBytes { get; init; }

    public long? DiskFreeBytes { get; init; }

    /// <summary>The lives before the one that is speaking now.</summary>
    public IReadOnlyList<string> EarlierThan(string? processId) =>
        ProcessId is null || ProcessId == processId
            ? EarlierProcessIds
            : [.. EarlierProcessIds.Append(ProcessId).TakeLast(MaxEarlierProcesses)];
}
