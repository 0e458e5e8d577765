using Swarm.Contracts.Runs;
using Swarm.Contracts.Tasks;
using Swarm.Core.Workflows;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Tasks;

namespace Swarm.Functions.Activities;

/// <summary>
/// Tells what became of directors' answers: the run by its events, and the task that the run does. Told again, it
/// changes nothing.
/// </summary>
public sealed class PlanTelling(RunTransactions transactions, RunStore runs, TaskDecompositions tasks)
{
    /// <summary>An answer was dealt with.</summary>
    public async Task TellAsync(PlanRequest request, PlanRead read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(read);
        var (type, data) = read switch
        {
            { IsPlan: true } => (
                RunEventTypes.PlanAccepted, new RunEventData { Subtasks = read.Subtasks }),
            { IsDone: true } => (RunEventTypes.PlanEnded, new RunEventData()),
            _ => (RunEventTypes.PlanRefused, new RunEventData { Reason = read.Problem ?? read.Exhausted }),
        };
        var path = request.Run.PathOf(HierarchyDefinition.Director);
        var id = $"{path}~{request.Iteration}:plan";
        await TellAsync(request.Run, id, type, path, request.Iteration, data, cancellation);
        if (read.IsPlan || read.IsDone)
        {
            await NoteAsync(request.Run, new TaskDecomposition(Decomposer.Director), cancellation);
        }
    }

    /// <summary>
    /// The fallback takes the director's place, who is shown as he ended, be it in an earlier attempt of the run.
    /// </summary>
    public async Task TellFallbackAsync(FallbackTaken taken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var path = taken.Run.PathOf(HierarchyDefinition.Fallback);
        var (id, data) = ($"{path}:taken", new RunEventData { Reason = taken.Reason });
        await TellAsync(taken.Run, id, RunEventTypes.FallbackTaken, path, iteration: 1, data, cancellation);
        await KeepDirectorAsync(taken.Run, cancellation);
        await NoteAsync(taken.Run, new TaskDecomposition(Decomposer.Template, taken.Reason), cancellation);
    }

    private Task<bool> KeepDirectorAsync(RunReference run, CancellationToken cancellation) =>
        transactions.ChangeAsync(
            run.RunId,
            async transaction =>
            {
                await transaction.ChangeNodeAsync(
                    run.PathOf(HierarchyDefinition.Director), run.Attempt, row => row.KeepLast(), cancellation);
                return true;
            },
            cancellation);

    private Task<bool> TellAsync(
        RunReference run,
        string id,
        string type,
        string path,
        int iteration,
        RunEventData data,
        CancellationToken cancellation) => transactions.ChangeAsync(
        run.RunId,
        transaction =>
        {
            transaction.Tell($"{run.Attempt}~{id}", type, path, iteration, data.ToJson());
            return Task.FromResult(true);
        },
        cancellation);

    /// <summary>Only the director of the run's own workflow breaks the run's task down.</summary>
    private async Task NoteAsync(RunReference run, TaskDecomposition decomposition, CancellationToken cancellation)
    {
        if (run.IsRoot() && (await runs.GetAsync(run.RunId, cancellation)).Origin?.TaskId is { } task)
        {
            await tasks.NoteAsync(task, run.RunId, decomposition, cancellation);
        }
    }
}
