using Swarm.Contracts.Workers;
using Swarm.Core.Ids;
using Swarm.Functions.Http;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workers;

/// <summary>
/// Makes a machine a worker. Token, machine and worker are three rows that no transaction holds together, so each step
/// can be repeated: whatever was written before a crash, the same request with the same token ends it.
/// </summary>
public sealed class WorkerJoining(JoinTokens tokens, WorkerStore workers, UlidGenerator ids, TimeProvider time)
{
    public async Task<JoinResponse> JoinAsync(JoinRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkerRules.Check(request);
        var hash = Secrets.Hash(request.Token);
        var token = await tokens.RedeemAsync(hash, request.MachineId, cancellation);
        var workerId = await workers.EnsureIdAsync(request.MachineId, ids.Next(), cancellation);
        var key = WorkerKeys.Create(workerId);
        await Contention.RetryAsync(
            $"worker '{workerId}'",
            () => TryEnterAsync(workerId, request, token, hash, Secrets.Hash(key), cancellation),
            cancellation);
        return new JoinResponse(workerId, key);
    }

    private async Task<WorkerDocument?> TryEnterAsync(
        string workerId,
        JoinRequest request,
        JoinTokenDocument token,
        string tokenHash,
        string keyHash,
        CancellationToken cancellation)
    {
        var known = await workers.FindAsync(workerId, cancellation);
        if (known is not null && IsSpent(known.Document, token, tokenHash))
        {
            throw JoinTokens.Refused();
        }

        if (known is { Document: { Revoked: false, Owner: { } owner } } && token.Owner is { } other && owner != other)
        {
            // The machine id is what the machine says of itself: nobody may take over another's worker by it.
            throw Problems.Conflict(
                "This machine is a worker of somebody else. He, or an administrator, must revoke it first.");
        }

        var now = time.GetUtcNow();
        var kept = known?.Document is { } before && IsSameOwner(before, token) ? before : null;
        var worker = new WorkerDocument
        {
            Id = workerId,
            Name = request.Name,
            MachineId = request.MachineId,
            Platform = request.Platform,
            AgentVersion = request.AgentVersion,
            Tools = request.Tools,
            Slots = request.Slots,
            Profile = request.Profile ?? new WorkerProfile(),
            Owner = token.Owner ?? kept?.Owner,

            // What people said of the worker stays with its owner.
            Shares = kept?.Shares ?? [],
            Trusted = kept?.Trusted ?? false,
            GivenLabels = kept?.GivenLabels ?? [],
            Revision = (known?.Document.Revision ?? 0) + 1,
            History = kept?.History,
            KeyHash = keyHash,
            JoinTokenHash = tokenHash,
            JoinedAt = known?.Document.JoinedAt ?? now,
            KeyIssuedAt = now,

            // What it held before it joined again it has let go of unless its first heartbeat lists it.
            LastSeenAt = known?.Document.LastSeenAt,
            Held = known?.Document.Held ?? [],
            ProcessId = known?.Document.ProcessId,
            EarlierProcessIds = known?.Document.EarlierProcessIds ?? [],
        };
        var saved = await workers.SaveAsync(new Stored<WorkerDocument>(worker, known?.ETag ?? default), cancellation);
        return saved ? worker : null;
    }

    private static bool IsSameOwner(WorkerDocument worker, JoinTokenDocument token) =>
        worker.Owner == token.Owner || token.Owner is null;

    /// <summary>
    /// A token that this machine used before is spent once a heartbeat came under its key, or once a later token gave
    /// the machine another key.
    /// </summary>
    private static bool IsSpent(WorkerDocument worker, JoinTokenDocument token, string tokenHash) =>
        worker.JoinTokenHash == tokenHash ? worker.KeyUsed : worker.KeyIssuedAt > token.UsedAt;
}
