using Swarm.Contracts.Runs;
using Swarm.Core.References;
using Swarm.Functions.Content;
using Swarm.Functions.Control;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Locks;

/// <summary>Takes the locks of nodes before they run, and gives them back afterwards.</summary>
public sealed class NodeLocking(
    NodeContexts contexts,
    ContentLookup content,
    LockStore locks,
    PausedNodes paused,
    RunStore runs,
    RunTransactions transactions)
{
    /// <summary>Takes one lock after the other, up to the first that somebody else has.</summary>
    public async Task<LocksTaken> TakeAsync(LockRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var resolution = await ResolveAsync(request.Node, cancellation);
        if (resolution.Names is not { } names)
        {
            return new LocksTaken { Failure = resolution.Failure };
        }

        if (await runs.IsCancelledAsync(request.Node, cancellation))
        {
            return new LocksTaken { Names = names, IsCancelled = true };
        }

        if (request.Node.WithdrawsWork && await paused.EnterAsync(request.Node, cancellation))
        {
            return new LocksTaken { Names = names, IsPaused = true };
        }

        var claim = request.ToClaim();
        foreach (var name in names)
        {
            var answer = await locks.AskAsync(name, claim, cancellation);
            if (answer.IsFull)
            {
                var failure = $"{LockStore.MaxWaiting} nodes wait for the lock '{name}' already.";
                return new LocksTaken { Names = names, Failure = failure };
            }

            if (answer.Holder.InstanceId != claim.InstanceId)
            {
                await TellAsync(claim, name, answer.Holder, cancellation);
                return new LocksTaken { Names = names, WaitsFor = name };
            }
        }

        return new LocksTaken { Names = names };
    }

    /// <summary>Gives back what the node holds, and waits no longer for what it does not.</summary>
    /// <returns>The instances whose turn it is and who may not know it.</returns>
    public async Task<IReadOnlyList<string>> ReleaseAsync(LockRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var turns = new List<string>();
        foreach (var name in request.All ? await HeldAsync(request, cancellation) : request.Names)
        {
            if ((await locks.ReleaseAsync(name, request.ToClaim(), cancellation)).InstanceId is { } next)
            {
                turns.Add(next);
            }
        }

        return turns;
    }

    private async Task<IReadOnlyList<string>> HeldAsync(LockRequest request, CancellationToken cancellation)
    {
        var (names, claim) = (new List<string>(), request.ToClaim());
        await foreach (var (name, holder) in locks.EachAsync(cancellation))
        {
            if (holder.Claim.InstanceId == claim.InstanceId)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private async Task<LockResolution> ResolveAsync(NodeRun node, CancellationToken cancellation)
    {
        var context = await contexts.ReadAsync(node, cancellation);
        return await content.ResolveAsync(
            context.References, scope => ReferenceResolver.ResolveLocks(context.Node, scope), cancellation);
    }

    private Task<bool> TellAsync(
        LockClaim claim, string name, LockClaim holder, CancellationToken cancellation) => transactions.ChangeAsync(
        claim.Run.RunId,
        transaction =>
        {
            var data = new RunEventData { Lock = name, HeldBy = $"{holder.Run.RunId}/{holder.Node.Path}" };
            transaction.Tell(
                $"{claim.InstanceId}:waits:{name}:{claim.AskedAt.UtcTicks}",
                RunEventTypes.NodeWaiting,
                claim.Node.Path,
                claim.Node.Iteration,
                data.ToJson());
            return Task.FromResult(true);
        },
        cancellation);
}
