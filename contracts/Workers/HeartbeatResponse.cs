namespace Swarm.Contracts.Workers;

/// <summary>What the worker must know now.</summary>
public sealed record HeartbeatResponse
{
    /// <summary>The sequence of the heartbeat that this answers.</summary>
    public required long Sequence { get; init; }

    /// <summary>Held work items whose run was cancelled: end them and report them as cancelled.</summary>
    public IReadOnlyList<string> Cancel { get; set; } = [];

    /// <summary>Held work items whose lease is lost: end them and report nothing.</summary>
    public IReadOnlyList<string> Lost { get; set; } = [];

    /// <summary>Until when the leases hold without another heartbeat.</summary>
    public DateTimeOffset LeasesEndAt { get; init; }
}
