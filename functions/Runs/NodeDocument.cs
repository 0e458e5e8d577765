using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.Statuses;

namespace Swarm.Functions.Runs;

/// <summary>
/// A node of a run, as it is stored. Each change returns a new document; a change that comes late, for an iteration
/// that has ended, changes nothing.
/// </summary>
public sealed record NodeDocument
{
    /// <summary>How many iterations a node keeps; older ones are forgotten.</summary>
    public const int MaxIterations = 200;

    /// <summary>How many of the newest iterations keep their output, so that the row stays small.</summary>
    public const int MaxOutputs = 20;

    public required string Path { get; init; }

    /// <summary>
    /// The attempt of the run that status and iteration are of; 0 in rows that are older than attempts. The iterations
    /// of earlier attempts are kept besides, until they run again.
    /// </summary>
    public int RunAttempt { get; init; }

    public NodeStatus Status { get; init; } = NodeStatus.Pending;

    /// <summary>The last iteration that began in this attempt, counted from 1.</summary>
    public int Iteration { get; init; }

    /// <summary>The last iteration that a loop has overtaken; such a one says no more where the node stands.</summary>
    public int Overtaken { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<NodeIteration> Iterations { get; init; } = [];

    public static NodeDocument Of(string path) => new() { Path = path };

    /// <summary>The attempt of the run that it is of.</summary>
    public int Attempt() => Math.Max(1, RunAttempt);

    /// <summary>The iteration that counts now; null before the first.</summary>
    public NodeIteration? Current() => Iterations.LastOrDefault(known => known.Number == Iteration);

    /// <summary>The row as an attempt of the run finds it: where it has not got yet, nothing has happened.</summary>
    public NodeDocument In(int attempt) => attempt <= Attempt()
        ? this
        : this with { RunAttempt = attempt, Iteration = 0, Overtaken = 0, Status = NodeStatus.Pending };

    /// <summary>What an earlier attempt of the run made of an iteration, if it ran; null otherwise.</summary>
    public NodeIteration? Earlier(int number, int attempt) => Iterations.LastOrDefault(known =>
        known.Number == number
        && AttemptOf(known) < attempt
        && (known.Status is NodeStatus.Completed or NodeStatus.Failed || known.StartedAt is not null));

    /// <summary>The attempt of the run in which an iteration ran.</summary>
    public static int AttemptOf(NodeIteration iteration)
    {
        ArgumentNullException.ThrowIfNull(iteration);
        return Math.Max(1, iteration.RunAttempt);
    }

    /// <summary>This attempt of the run keeps the result of an earlier one.</summary>
    public NodeDocument Keep(int iteration, int attempt)
    {
        var kept = Iterations.LastOrDefault(known => known.Number == iteration && AttemptOf(known) == attempt);
        return kept is null || iteration <= Iteration
            ? this
            : this with
            {
                Iteration = iteration,
                Status = kept.Status,
                Iterations =
                    [.. Iterations.Where(known => known.Number != iteration || AttemptOf(known) <= attempt)],
            };
    }

    /// <summary>
    /// This attempt of the run does without the node, and keeps the end that it came to before; the same document when
    /// it has begun.
    /// </summary>
    public NodeDocument KeepLast()
    {
        var last = Iteration > 0 ? null : Iterations.LastOrDefault(known => StatusRules.HasEnded(known.Status));
        return last is null ? this : Keep(last.Number, AttemptOf(last));
    }

    /// <summary>A work item of the node was queued.</summary>
    public NodeDocument Queued(int iteration, int attempt, string workItemId, DateTimeOffset at) =>
        Change(iteration, known => known with
        {
            Status = NodeStatus.Allocated,
            Attempts = attempt,
            WorkItemId = workItemId,
            WorkerId = null,
            WaitingForWorker = null,
            QueuedAt = known.QueuedAt ?? at,
        });

    /// <summary>A worker has claimed the node's work item.</summary>
    public NodeDocument Started(int iteration, string workerId, DateTimeOffset at) =>
        Change(iteration, known => known with
        {
            Status = NodeStatus.InProgress,
            WorkerId = workerId,
            WaitingForWorker = null,
            StartedAt = known.StartedAt ?? at,
        });

    /// <summary>Nobody takes its work item; the same document when that is known.</summary>
    public NodeDocument Waiting(int iteration, string reason) =>
        Iterations.Any(known => known.Number == iteration
            && known.Status == NodeStatus.Allocated && known.WaitingForWorker != reason)
            ? Change(iteration, known => known with { WaitingForWorker = reason })
            : this;

    /// <summary>It has begun, and is no work for a worker.</summary>
    public NodeDocument Began(int iteration, NodeStatus status, DateTimeOffset at) =>
        Iterations.Any(known => known.Number == iteration && known.StartedAt is not null)
            ? this
            : Change(iteration, known => known with { Status = status, StartedAt = at });

    /// <summary>The lease was lost and the work item is queued again.</summary>
    public NodeDocument Requeued(int iteration) =>
        Change(iteration, known => known with { Status = NodeStatus.Allocated, WorkerId = null });

    /// <summary>Its work item was taken out of its queue, and another follows.</summary>
    public NodeDocument Withdrawn(int iteration) =>
        Change(iteration, known => known with { Status = NodeStatus.Pending, WaitingForWorker = null });

    /// <summary>Its work item is a dead letter, or asks a question; somebody must decide.</summary>
    public NodeDocument Parked(int iteration, string reason) =>
        Change(iteration, known => known with { Status = NodeStatus.Review, WorkerId = null, Reason = reason });

    /// <summary>A person is asked about its result.</summary>
    public NodeDocument Asked(int iteration) =>
        Change(iteration, known => known with { Status = NodeStatus.Review });

    /// <summary>The person has answered, and what follows from it comes soon.</summary>
    public NodeDocument Answered(int iteration) =>
        Change(iteration, known => known with { Status = NodeStatus.InProgress });

    /// <summary>Somebody has decided, and its work item is queued again.</summary>
    public NodeDocument Replayed(int iteration) =>
        Change(iteration, known => known with { Status = NodeStatus.Allocated, Reason = null });

    /// <summary>The iteration has ended.</summary>
    public NodeDocument Ended(
        int iteration, NodeStatus status, DateTimeOffset at, JsonElement? output, string? commit, string? reason) =>
        Change(iteration, known => known with
        {
            Status = status,
            FinishedAt = at,
            WaitingForWorker = null,
            Output = output,
            Commit = commit,
            Reason = reason,
        });

    /// <summary>An attempt failed and another follows.</summary>
    public NodeDocument Retrying(int iteration, string? reason) =>
        Change(iteration, known => known with { Status = NodeStatus.Pending, WorkerId = null, Reason = reason });

    /// <summary>A loop leads to the node again: it waits for the iteration after this one.</summary>
    public NodeDocument Reset(int iteration) =>
        Iteration > iteration || Overtaken >= iteration
            ? this
            : this with { Overtaken = iteration, Status = NodeStatus.Pending };

    public NodeState ToState() => new()
    {
        Path = Path,
        Status = Status,
        Iteration = Iteration,
        Iterations =
        [
            .. Iterations
                .Where(known => known.Number <= Iteration)
                .GroupBy(known => known.Number)
                .Select(ofNumber => ofNumber.Last()),
        ],
    };

    private NodeDocument Change(int number, Func<NodeIteration, NodeIteration> change)
    {
        var attempt = Attempt();
        var known = Iterations.FirstOrDefault(
            iteration => iteration.Number == number && AttemptOf(iteration) == attempt);
        if ((known is null && number <= Iteration) || (known is not null && StatusRules.HasEnded(known.Status)))
        {
            return this;
        }

        var changed = change(known ?? new()
        {
            Number = number,
            Status = NodeStatus.Pending,
            Attempts = 0,
            RunAttempt = attempt,
        });
        var iterations = Iterations
            .Where(iteration => iteration != known && !IsOverwritten(iteration, changed))
            .Append(changed)
            .OrderBy(iteration => iteration.Number)
            .ThenBy(AttemptOf)
            .TakeLast(MaxIterations)
            .ToArray();
        for (var i = 0; i < iterations.Length - MaxOutputs; i++)
        {
            iterations[i] = iterations[i] with { Output = null };
        }

        return number < Iteration || number <= Overtaken
            ? this with { Iterations = iterations }
            : this with { Iterations = iterations, Iteration = number, Status = changed.Status };
    }

    /// <summary>
    /// What runs again has no result of an earlier attempt any more, and neither has what followed from it. A node that
    /// ends without having begun keeps what it has: another attempt may get to it.
    /// </summary>
    private static bool IsOverwritten(NodeIteration old, NodeIteration changed) =>
        AttemptOf(old) < AttemptOf(changed)
        && old.Number >= changed.Number
        && changed.Status is not (NodeStatus.Skipped or NodeStatus.Cancelled);
}
