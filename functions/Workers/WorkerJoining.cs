using Swarm.Contracts.Workers;
using Swarm.Core.Ids;
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

        var now = time.GetUtcNow();
        var worker = new WorkerDocument
        {
            Id = workerId,
            Name = request.Name,
            MachineId = request.MachineId,
            Platform = request.Platform,
            AgentVersion = request.AgentVersion,
            Tools = request.Tools,
            Slots = request.Slots,
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

    /// <summary>
    /// A token that this machine used before is spent once a heartbeat came under its key, or once a later token gave
    /// the machine another key.
    /// </summary>
    private static bool IsSpent(WorkerDocument worker, JoinTokenDocument token, string tokenHash) =>
        worker.JoinTokenHash == tokenHash ? worker.KeyUsed : worker.KeyIssuedAt > token.UsedAt;
}
