using Microsoft.Extensions.Logging;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Ids;
using Swarm.Core.Workflows;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.Instances;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Runs;

/// <summary>
/// Makes runs. The row comes first, then the orchestration: a run whose row says pending may still need its start,
/// which the sweeper then gives it.
/// </summary>
public sealed class RunStarting(
    WorkflowStore workflows,
    RunStore runs,
    RunTransactions transactions,
    RunInputs packing,
    PendingStore pending,
    UlidGenerator ids,
    TimeProvider time,
    ILogger<RunStarting> logger)
{
    /// <summary>
    /// Stores a run of a workflow and starts it. With an origin the run is made once, however often it is asked for.
    /// </summary>
    /// <exception cref="ApiProblemException">404: no such workflow; 422: the inputs do not fit.</exception>
    public async Task<RunDocument> ExecuteAsync(
        string workflowId,
        ExecuteWorkflowRequest request,
        DurableTaskClient engine,
        CancellationToken cancellation,
        RunOrigin? origin = null,
        string? user = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (origin is not null && await runs.FindAsync(origin.RunId, cancellation) is { } known)
        {
            await StartAsync(known, engine, cancellation);
            return known;
        }

        var version = await workflows.ReadVersionAsync(workflowId, request.Version, cancellation);
        var inputs = InputValues.Of(version.Definition, request.Inputs);
        if (!inputs.IsValid)
        {
            throw Problems.Invalid(inputs.Errors);
        }

        RunInputs.Check(inputs.Values);
        var number = await workflows.NextRunNumberAsync(workflowId, cancellation);
        var run = Create(version, number, inputs, origin) with { User = user };
        var effect = await pending.AddAsync(PendingKinds.StartRun, run.Id, workItemId: null, cancellation);
        run = run with { Inputs = await packing.PackAsync(run.Id, run.Inputs, cancellation) };
        await runs.EnterAsync(run, origin?.At ?? run.CreatedAt, cancellation);
        await StoreAsync(run, cancellation);
        Logs.RunMade(logger, run.Id, run.WorkflowName, run.Number);
        await StartAsync(run, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return run;
    }

    /// <summary>Starts the run's orchestration; starting it again changes nothing.</summary>
    public static async Task StartAsync(RunDocument run, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var reference = run.ToReference();
        await InstanceStarting.StartOnceAsync(
            engine, nameof(RunOrchestrator), reference.InstanceId(), reference, cancellation);
    }

    private RunDocument Create(WorkflowVersion version, int number, InputValues inputs, RunOrigin? origin)
    {
        var id = origin?.RunId ?? ids.Next();
        var run = new RunDocument
        {
            Id = id,
            Number = number,
            WorkflowId = version.Head.Id,
            WorkflowName = version.Head.Name,
            WorkflowVersion = version.Head.Version,
            Status = RunStatus.Pending,
            CreatedAt = time.GetUtcNow(),
            Inputs = inputs.Values,
            Origin = origin,
        };
        return run.Repository() is null ? run : run with { Branch = RunDocument.BranchOf(id) };
    }

    private Task<RunDocument> StoreAsync(RunDocument run, CancellationToken cancellation) => transactions.ChangeAsync(
        run.Id,
        transaction =>
        {
            transaction.Save(run);
            transaction.Tell($"{run.Attempt}:created", RunEventTypes.RunCreated);
            return Task.FromResult(run);
        },
        cancellation);
}
