using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Signals;

namespace Swarm.WorkerAgent.Claims;

/// <summary>Everything that this worker holds: what its heartbeats list.</summary>
internal sealed class HeldWork
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Claim> claims = [];

    private int urgent;

    /// <summary>Set when the time of the next heartbeat may have changed; see <see cref="TakeUrgency"/>.</summary>
    public WakeUp ForHeartbeat { get; } = new();

    /// <summary>Set when a claim was added, whose cancellation must be listened for.</summary>
    public WakeUp ForControl { get; } = new();

    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return claims.Count == 0;
            }
        }
    }

    /// <summary>
    /// Adds a claim. If an older claim of the same work item is still here, its lease is lost; it is ended and waited
    /// for, so that the same work never runs twice at once on this machine.
    /// </summary>
    public async Task AddAsync(Claim claim)
    {
        while (true)
        {
            Claim? older;
            lock (gate)
            {
                if (!claims.TryGetValue(claim.Id, out older))
                {
                    claims.Add(claim.Id, claim);
                    break;
                }
            }

            older.End(EndReason.LeaseLost);
            await older.Released;
        }

        ForHeartbeat.Set();
        ForControl.Set();
    }

    /// <summary>Lets a claim go.</summary>
    public void Release(Claim claim)
    {
        lock (gate)
        {
            if (claims.TryGetValue(claim.Id, out var current) && ReferenceEquals(current, claim))
            {
                claims.Remove(claim.Id);
            }
        }

        claim.MarkReleased();
        if (claim.IsForfeit)
        {
            // Its lease is free; the control plane hands it on as soon as it hears of it.
            DemandHeartbeat();
        }
    }

    /// <summary>The control plane should hear from this worker at once.</summary>
    public void DemandHeartbeat()
    {
        Interlocked.Exchange(ref urgent, 1);
        ForHeartbeat.Set();
    }

    /// <summary>True once after a heartbeat was demanded.</summary>
    public bool TakeUrgency() => Interlocked.Exchange(ref urgent, 0) == 1;

    public IReadOnlyList<HeldWorkItem> List()
    {
        lock (gate)
        {
            return [.. claims.Values.Select(claim => new HeldWorkItem(claim.Id, claim.Token))];
        }
    }

    /// <summary>What the held work has used, as far as that is known.</summary>
    public IReadOnlyList<WorkUsage> ListUsed()
    {
        lock (gate)
        {
            return
            [
                .. claims.Values
                    .Select(claim => (claim.Id, claim.Token, claim.Used))
                    .Where(claim => claim.Used is not null)
                    .Select(claim => new WorkUsage(claim.Id, claim.Token, claim.Used!)),
            ];
        }
    }

    /// <summary>What is held and not being ended.</summary>
    public IReadOnlyList<HeldWorkItem> ListRunning()
    {
        lock (gate)
        {
            var running = claims.Values.Where(claim => claim.Reason == EndReason.None);
            return [.. running.Select(claim => new HeldWorkItem(claim.Id, claim.Token))];
        }
    }

    /// <summary>
    /// Ends work that the control plane named in an answer. The answer speaks of the claims that the request listed:
    /// one of the same work item made since is another lease and stays. True if that ended anything.
    /// </summary>
    public bool End(IEnumerable<string> ids, IReadOnlyList<HeldWorkItem> asked, EndReason why)
    {
        var ended = false;
        foreach (var id in ids)
        {
            if (Find(id, asked) is { } claim && claim.Reason < why)
            {
                claim.End(why);
                ended = true;
            }
        }

        return ended;
    }

    public void EndAll(EndReason why)
    {
        Claim[] all;
        lock (gate)
        {
            all = [.. claims.Values];
        }

        foreach (var claim in all)
        {
            claim.End(why);
        }
    }

    private Claim? Find(string id, IReadOnlyList<HeldWorkItem> asked)
    {
        lock (gate)
        {
            return claims.TryGetValue(id, out var claim) && asked.Any(a => a.Id == id && a.Token == claim.Token)
                ? claim
                : null;
        }
    }
}
