using Swarm.Contracts;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Runs;

/// <summary>Reads runs; they are changed by run transactions.</summary>
public sealed class RunStore(SwarmTables tables, Projections projections)
{
    /// <summary>More nodes than a workflow may have.</summary>
    private const int MaxNodes = 50_000;

    private const string AllRuns = "runs:all";

    public async Task<RunDocument?> FindAsync(string runId, CancellationToken cancellation) =>
        (await tables.Runs.FindAsync(runId, RunRows.Run, RunsJsonContext.Default.RunDocument, cancellation))?.Document;

    /// <summary>A run that is known to be there.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public async Task<RunDocument> GetAsync(string runId, CancellationToken cancellation) =>
        await FindAsync(runId, cancellation)
        ?? throw new InvalidOperationException($"Run '{runId}' has no row. It was probably deleted while it ran.");

    /// <summary>A run as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such run.</exception>
    public async Task<RunDocument> ReadAsync(string runId, CancellationToken cancellation) =>
        await FindAsync(runId, cancellation) ?? throw NotFound(runId);

    public async Task<ControlDocument?> FindControlAsync(string runId, CancellationToken cancellation)
    {
        var type = RunsJsonContext.Default.ControlDocument;
        return (await tables.Runs.FindAsync(runId, RunRows.Control, type, cancellation))?.Document;
    }

    /// <summary>Whether a node is to end before it has begun.</summary>
    public async Task<bool> IsCancelledAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        var control = await FindControlAsync(node.Run.RunId, cancellation);
        return control is not null && control.Covers(node.Path(), node.PathIteration(), node.Run.Attempt);
    }

    /// <summary>The nodes that have begun, by path.</summary>
    public async Task<IReadOnlyDictionary<string, NodeDocument>> NodesAsync(
        string runId, CancellationToken cancellation)
    {
        var filter = Filters.Prefix(runId, RunRows.NodePrefix);
        var type = RunsJsonContext.Default.NodeDocument;
        var nodes = await tables.Runs.QueryAsync(filter, MaxNodes, type, cancellation);
        return nodes.ToDictionary(node => node.Path);
    }

    /// <summary>The sequence number of the run's newest event.</summary>
    public async Task<long> LastEventAsync(string runId, CancellationToken cancellation)
    {
        var type = RunsJsonContext.Default.EventHeaderDocument;
        var header = await tables.Runs.FindAsync(runId, RunRows.EventHeader, type, cancellation);
        return header?.Document.Last ?? 0;
    }

    /// <summary>Enters a run into the lists that show it; done before the run is stored.</summary>
    public async Task EnterAsync(RunDocument run, DateTimeOffset at, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        await projections.EnterAsync(AllRuns, at, run.Id, cancellation);
        await projections.EnterAsync(OfWorkflow(run.WorkflowId), at, run.Id, cancellation);
    }

    /// <summary>Runs that were made before an instant, the newest first, and some that are gone.</summary>
    public Task<IReadOnlyList<ListPlace>> MadeBeforeAsync(
        DateTimeOffset instant, string? after, int max, CancellationToken cancellation) =>
        projections.BeforeAsync(AllRuns, instant, after, max, cancellation);

    /// <summary>Takes a run out of its workflow's list.</summary>
    public Task LeaveWorkflowAsync(RunDocument run, DateTimeOffset at, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        return projections.LeaveAsync(OfWorkflow(run.WorkflowId), at, run.Id, cancellation);
    }

    /// <summary>Takes a run that is gone out of the list of all.</summary>
    public Task LeaveAsync(string runId, DateTimeOffset at, CancellationToken cancellation) =>
        projections.LeaveAsync(AllRuns, at, runId, cancellation);

    /// <summary>A page of all runs, or of those of a workflow, the newest first.</summary>
    public Task<(IReadOnlyList<RunDocument> Items, string? Next)> ListAsync(
        string? workflowId, string? after, int limit, CancellationToken cancellation) =>
        projections.ReadAsync(
            workflowId is null ? AllRuns : OfWorkflow(workflowId),
            after,
            limit,
            id => FindAsync(id, cancellation),
            cancellation);

    public static ApiProblemException NotFound(string runId) =>
        Problems.NotFound($"There is no run '{runId}'. GET /{ApiRoutes.Runs} lists all.");

    private static string OfWorkflow(string workflowId) => $"runs:workflow:{workflowId}";
}
