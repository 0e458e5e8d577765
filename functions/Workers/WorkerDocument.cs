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

    /// <summary>How its tools are, as it told last.</summary>
    public IReadOnlyList<ToolState> ToolStates { get; set; } = [];

    /// <summary>What its owner has set up there.</summary>
    public WorkerProfile Profile { get; set; } = new();

    /// <summary>What it holds ready.</summary>
    public WarmReport Warm { get; set; } = new();

    public int Slots { get; init; } = 1;

    /// <summary>
    /// SHA-256 of its key. The row is the only place that makes a key valid, so joining again revokes the old one.
    /// </summary>
    public required string KeyHash { get; init; }

    /// <summary>The hash of the join token that gave the key.</summary>
    public required string JoinTokenHash { get; init; }

    /// <summary>True once a heartbeat came under the key; from then on its join token is spent for good.</summary>
    public bool KeyUsed { get; init; }

    /// <summary>True once its key was taken away; only joining again makes another.</summary>
    public bool Revoked { get; init; }

    /// <summary>Who made the token that it joined with; null when it is nobody's in particular.</summary>
    public string? Owner { get; init; }

    /// <summary>With whom it is shared.</summary>
    public IReadOnlyList<WorkerShare> Shares { get; set; } = [];

    /// <summary>Whether an administrator lets it see sensitive work.</summary>
    public bool Trusted { get; init; }

    /// <summary>Labels that people gave it, beside those that it tells of itself.</summary>
    public IReadOnlyList<string> GivenLabels { get; set; } = [];

    /// <summary>Whether somebody asked that it takes no more work.</summary>
    public bool DrainRequested { get; init; }

    /// <summary>Counts the changes that people made.</summary>
    public int Revision { get; init; }

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

    /// <summary>What its claims have used, as it told last; see <see cref="ClaimUsage"/>.</summary>
    public IReadOnlyList<WorkUsage> Used { get; set; } = [];

    /// <summary>Since when it has held nothing; null while it holds something.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    /// <summary>Whether the worker said that it takes no more.</summary>
    public bool Draining { get; init; }

    /// <summary>Why it cannot work although it is alive; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>True from its sign-off to its next heartbeat.</summary>
    public bool SignedOff { get; init; }

    public double? CpuPercent { get; init; }

    public long? MemoryUsedBytes { get; init; }

    public long? DiskFreeBytes { get; init; }

    /// <summary>The last hour's load; see <see cref="ResourceHistory"/>.</summary>
    public string? History { get; init; }

    /// <summary>All its labels.</summary>
    public IReadOnlyList<string> Labels() => [.. Profile.Labels.Union(GivenLabels, StringComparer.Ordinal)];

    /// <summary>Everybody whose work it may do; none when it may do anybody's.</summary>
    public IReadOnlyList<string> Users() => Owner is null ? [] : [Owner, .. Shares.Select(share => share.User)];

    /// <summary>How busy its machine was at its last heartbeat.</summary>
    public ResourceSample Load() =>
        new(LastSeenAt ?? JoinedAt, CpuPercent, MemoryUsedBytes, DiskFreeBytes, Held.Count);

    /// <summary>The lives before the one that is speaking now.</summary>
    public IReadOnlyList<string> EarlierThan(string? processId) =>
        ProcessId is null || ProcessId == processId
            ? EarlierProcessIds
            : [.. EarlierProcessIds.Append(ProcessId).TakeLast(MaxEarlierProcesses)];
}
