using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Activities;

/// <summary>
/// What the orchestrations of a run do outside of themselves. Activities run at least once, so each finds what an
/// earlier go has done and adds what is missing.
/// </summary>
public sealed class RunActivities(
    RunLifecycle lifecycle, GraphReader graphs, ProgressRecorder progress, NodeDispatch dispatch)
{
    /// <summary>Writes that the run has begun.</summary>
    [Function(nameof(BeginRun))]
    public Task<RunBegun> BeginRun([ActivityTrigger] RunReference run, CancellationToken cancellation) =>
        lifecycle.BeginAsync(run, cancellation);

    /// <summary>Reads the graph that the run walks.</summary>
    [Function(nameof(ReadGraph))]
    public Task<RunGraph> ReadGraph([ActivityTrigger] RunReference run, CancellationToken cancellation) =>
        graphs.ReadAsync(run, cancellation);

    /// <summary>Makes and queues the work item of an attempt.</summary>
    [Function(nameof(DispatchWork))]
    public Task<WorkDispatched> DispatchWork(
        [ActivityTrigger] NodeAttempt attempt, CancellationToken cancellation) =>
        dispatch.DispatchAsync(attempt, cancellation);

    /// <summary>Writes that an attempt failed and another follows.</summary>
    [Function(nameof(RecordRetry))]
    public Task RecordRetry([ActivityTrigger] NodeRetry retry, CancellationToken cancellation) =>
        progress.RecordRetryAsync(retry, cancellation);

    /// <summary>Writes what a turn of the graph brought.</summary>
    [Function(nameof(RecordProgress))]
    public Task RecordProgress([ActivityTrigger] RunSteps turn, CancellationToken cancellation) =>
        progress.RecordAsync(turn, cancellation);

    /// <summary>Writes how the run ended.</summary>
    /// <returns>The instances that wait for it.</returns>
    [Function(nameof(FinishRun))]
    public Task<IReadOnlyList<string>> FinishRun([ActivityTrigger] RunEnding ending, CancellationToken cancellation) =>
        lifecycle.FinishAsync(ending, cancellation);
}
