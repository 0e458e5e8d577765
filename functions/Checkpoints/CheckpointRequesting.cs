using System.Text.Json;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Core.Workflows;
using Swarm.Functions.Control;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Workflows;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Checkpoints;

/// <summary>
/// Checkpoints that people open by hand. They stand in the control row, where whatever is to begin looks first. What
/// waits in a queue has looked before: of that the first is taken back, and looks again.
/// </summary>
public sealed class CheckpointRequesting(
    RunStore runs,
    WorkflowStore workflows,
    RunTransactions transactions,
    WorkWithdrawing withdrawing)
{
    public const int MaxPerRun = 100;

    /// <summary>Opens a checkpoint; what was opened under the same key is not opened again.</summary>
    /// <exception cref="ApiProblemException">
    /// 404: no such run; 409: it has ended, or has had enough; 422: there is no such node.
    /// </exception>
    public async Task<OpenedCheckpoint> OpenAsync(
        string runId,
        OpenCheckpointRequest request,
        string? by,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        await CheckNodeAsync(await runs.ReadAsync(runId, cancellation), request.Node, cancellation);
        var opened = await transactions.ChangeAsync(
            runId, transaction => StoreAsync(transaction, request, by, cancellation), cancellation);

        // Also for a repeated request: the first one may have come no further than its row.
        await withdrawing.WithdrawFirstAsync(runId, opened, engine, cancellation);
        return (await ListAsync(runId, cancellation)).Single(one => one.Number == opened.Number);
    }

    /// <summary>What was opened in a run.</summary>
    /// <exception cref="ApiProblemException">404: there is no such run.</exception>
    public async Task<IReadOnlyList<OpenedCheckpoint>> ListAsync(string runId, CancellationToken cancellation)
    {
        await runs.ReadAsync(runId, cancellation);
        return (await runs.FindControlAsync(runId, cancellation))?.Opened ?? [];
    }

    /// <summary>
    /// The checkpoint because of which a node is not to begin yet; null when it may. Asked again, it says the same
    /// until the checkpoint was answered.
    /// </summary>
    public async Task<int?> FindAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        var path = node.Path();
        if (node.Judge is not null
            || node.IsCompensation
            || (await runs.FindControlAsync(node.Run.RunId, cancellation))?.OpenedBefore(path) is null)
        {
            return null;
        }

        return await transactions.ChangeAsync(
            node.Run.RunId,
            transaction => transaction.AskBeforeAsync(path, node.PathIteration(), cancellation),
            cancellation);
    }

    private async Task CheckNodeAsync(RunDocument run, string? path, CancellationToken cancellation)
    {
        if (path is null)
        {
            return;
        }

        var version = await workflows.GetVersionAsync(run.WorkflowId, run.WorkflowVersion, cancellation);
        var root = version.Definition.Nodes.FirstOrDefault(node => node.Id == NodePath.RootOf(path));
        new FieldErrors()
            .Require(
                root is not null || version.Definition.Pattern == WorkflowPattern.Hierarchical,
                "/node",
                $"Run '{run.Id}' has no node '{path}'. GET the run to see its nodes.")
            .Require(
                root?.Kind is not (NodeKind.Checkpoint or NodeKind.Wait),
                "/node",
                "That node does no work. Name one behind it, or none.")
            .ThrowIfAny();
    }

    private static async Task<OpenedCheckpoint> StoreAsync(
        RunTransaction transaction, OpenCheckpointRequest request, string? by, CancellationToken cancellation)
    {
        var run = await transaction.FindRunAsync(cancellation);
        var control = await transaction.FindControlAsync(cancellation) ?? ControlDocument.Empty(transaction.Now);
        var known = control.Opened ?? [];
        if (request.Key is not null && known.FirstOrDefault(one => one.Key == request.Key) is { } opened)
        {
            return opened.Message == request.Message && opened.Node == request.Node
                ? opened
                : throw Problems.Conflict($"Another checkpoint was opened under the key '{request.Key}'.");
        }

        ControlProblems.DemandGoingOn(run, control);
        if (known.Count >= MaxPerRun)
        {
            throw Problems.Conflict($"Run '{run.Id}' has had {MaxPerRun} checkpoints opened by hand, and no more.");
        }

        var added = new OpenedCheckpoint
        {
            Number = known.Count + 1,
            Message = request.Message,
            Node = request.Node,
            Key = request.Key,
            At = transaction.Now,
            By = by,
        };
        transaction.Save(control.Open(added, transaction.Now));
        transaction.Tell(
            $"checkpoint:{added.Number}:requested",
            RunEventTypes.CheckpointRequested,
            added.Node,
            data: JsonSerializer.SerializeToElement(added, SwarmJsonContext.Default.OpenedCheckpoint));
        return added;
    }
}
