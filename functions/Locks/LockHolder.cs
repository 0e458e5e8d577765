using Swarm.Contracts.Locks;

namespace Swarm.Functions.Locks;

/// <summary>Who holds a lock, as it is stored: the row is there while the lock is held.</summary>
public sealed record LockHolder
{
    public required LockClaim Claim { get; init; }

    public required DateTimeOffset HeldSince { get; init; }

    /// <summary>False from when it was handed over until its holder has looked.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>How many wait for it.</summary>
    public int Waiting { get; init; }

    public LockView ToView(string name) => new()
    {
        Name = name,
        RunId = Claim.Run.RunId,
        Node = Claim.Node.Path,
        HeldSince = HeldSince,
        Waiting = Waiting,
    };
}
