using Swarm.Functions.Checkpoints;
using Swarm.Functions.Evaluations;
using Swarm.Functions.Locks;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Scopes;
using Swarm.Functions.Signals;

namespace Swarm.Functions.Activities;

/// <summary>
/// What the orchestrations of nodes that are more than one piece of work do outside of themselves. Each may run again
/// after it was cut off anywhere.
/// </summary>
public sealed class NodeActivities(
    ScopeOpening scopes,
    FanOutOpening lists,
    NodeCancelling cancelling,
    WorkValues values,
    KeptResults kept,
    CheckpointOpening checkpoints,
    SignalWaiting waits,
    MixtureDeciding mixtures,
    Planning plans,
    PlanTelling telling,
    PlanFallbacks fallbacks,
    NodeLocking locks,
    NodeEvaluating evaluating)
{
    /// <summary>Fixes which workflow a node is and what it is given.</summary>
    [Function(nameof(OpenScope))]
    public Task<ScopeOpened> OpenScope([ActivityTrigger] NodeRun node, CancellationToken cancellation) =>
        scopes.OpenAsync(node, cancellation);

    /// <summary>Stores what a node that is a workflow has put out.</summary>
    [Function(nameof(CloseScope))]
    public Task<NodeEnded> CloseScope([ActivityTrigger] ScopeEnding ending, CancellationToken cancellation) =>
        scopes.CloseAsync(ending, cancellation);

    /// <summary>Finds and stores the list that a node runs for.</summary>
    [Function(nameof(OpenFanOut))]
    public Task<FanOutOpened> OpenFanOut([ActivityTrigger] NodeRun node, CancellationToken cancellation) =>
        lists.OpenAsync(node, cancellation);

    /// <summary>Asks a person; repeated, it says whether an answer has come.</summary>
    [Function(nameof(OpenCheckpoint))]
    public Task<NodeWait> OpenCheckpoint([ActivityTrigger] NodeRun node, CancellationToken cancellation) =>
        checkpoints.OpenAsync(node, cancellation);

    /// <summary>Asks no longer: the time is over, or the node is cancelled. An answer that came first stands.</summary>
    [Function(nameof(CloseCheckpoint))]
    public Task<NodeWait> CloseCheckpoint([ActivityTrigger] NodeWaitEnd end, CancellationToken cancellation) =>
        checkpoints.CloseAsync(end, cancellation);

    /// <summary>Begins to wait; repeated, it says whether what is waited for has come.</summary>
    [Function(nameof(OpenWait))]
    public Task<NodeWait> OpenWait([ActivityTrigger] NodeRun node, CancellationToken cancellation) =>
        waits.OpenAsync(node, cancellation);

    /// <summary>Waits no longer: the time is over, or the node is cancelled. An event that came first stands.</summary>
    [Function(nameof(CloseWait))]
    public Task<NodeWait> CloseWait([ActivityTrigger] NodeWaitEnd end, CancellationToken cancellation) =>
        waits.CloseAsync(end, cancellation);

    /// <summary>Makes one result of the answers of a mixture.</summary>
    [Function(nameof(DecideMixture))]
    public Task<RunResult> DecideMixture([ActivityTrigger] MixtureAnswers answers, CancellationToken cancellation) =>
        mixtures.DecideAsync(answers, cancellation);

    /// <summary>Reads a director's answer: a plan to be carried out, a result, or what is wrong with it.</summary>
    [Function(nameof(ReadPlan))]
    public Task<PlanRead> ReadPlan([ActivityTrigger] PlanRequest request, CancellationToken cancellation) =>
        plans.ReadAsync(request, cancellation);

    /// <summary>Why nobody works at a director's first plan; null while somebody does, or soon will.</summary>
    [Function(nameof(FindDirectorTrouble))]
    public Task<string?> FindDirectorTrouble([ActivityTrigger] NodeRun director, CancellationToken cancellation) =>
        fallbacks.FindTroubleAsync(director, cancellation);

    /// <summary>Writes that the fallback takes the director's place, and why.</summary>
    [Function(nameof(TakeFallback))]
    public Task TakeFallback([ActivityTrigger] FallbackTaken taken, CancellationToken cancellation) =>
        telling.TellFallbackAsync(taken, cancellation);

    /// <summary>Stores what the fallback has put out as what the hierarchy puts out.</summary>
    [Function(nameof(CloseFallback))]
    public Task CloseFallback([ActivityTrigger] FallbackTaken taken, CancellationToken cancellation) =>
        fallbacks.CloseAsync(taken, cancellation);

    /// <summary>Puts together what the evaluators of an attempt say, and stores it.</summary>
    [Function(nameof(ScoreWork))]
    public Task<WorkScored> ScoreWork([ActivityTrigger] ScoreRequest request, CancellationToken cancellation) =>
        evaluating.ScoreAsync(request, cancellation);

    /// <summary>Takes the locks of a node; repeated, it says whether the node has them by now.</summary>
    [Function(nameof(TakeLocks))]
    public Task<LocksTaken> TakeLocks([ActivityTrigger] LockRequest request, CancellationToken cancellation) =>
        locks.TakeAsync(request, cancellation);

    /// <summary>Gives the locks of a node back.</summary>
    /// <returns>The instances whose turn it is.</returns>
    [Function(nameof(ReleaseLocks))]
    public Task<IReadOnlyList<string>> ReleaseLocks(
        [ActivityTrigger] LockRequest request, CancellationToken cancellation) =>
        locks.ReleaseAsync(request, cancellation);

    /// <summary>Writes that nodes are to end although their run goes on.</summary>
    [Function(nameof(CancelNodes))]
    public Task CancelNodes([ActivityTrigger] NodeMarks marks, CancellationToken cancellation) =>
        cancelling.MarkAsync(marks, cancellation);

    /// <summary>Says what earlier attempts of a run have made of nodes.</summary>
    [Function(nameof(FindKept))]
    public Task<IReadOnlyList<KeptNode>> FindKept(
        [ActivityTrigger] KeptRequest request, CancellationToken cancellation) =>
        kept.FindAsync(request, cancellation);

    /// <summary>Ends the work item of an attempt if nobody has claimed it yet; says whether it has ended.</summary>
    [Function(nameof(CancelWork))]
    public Task<bool> CancelWork([ActivityTrigger] NodeAttempt attempt, CancellationToken cancellation) =>
        cancelling.CancelWorkAsync(attempt, cancellation);

    /// <summary>Reads as JSON what a node has printed, where its report's summary does not hold all of it.</summary>
    [Function(nameof(ReadValue))]
    public Task<ValueRead> ReadValue([ActivityTrigger] NodeAttempt attempt, CancellationToken cancellation) =>
        values.ReadAsync(attempt, cancellation);
}
