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

    public NodeStatus Status { get; init; } = NodeStatus.Pending;

    /// <summary>The last iteration that began, counted from 1.</summary>
    public int Iteration { get; init; }

    /// <summary>The last iteration that a loop has overtaken; such a one says no more where the node stands.</summary>
    public int Overtaken { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<NodeIteration> Iterations { get; init; } = [];

    public static NodeDocument Of(string path) => new() { Path = path };

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

    /// <summary>Its work item is a dead letter, or asks a question; somebody must decide.</summary>
    public NodeDocument Parked(int iteration, string reason) =>
        Change(iteration, known => known with { Status = NodeStatus.Review, WorkerId = null, Reason = reason });

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
        Iterations = Iterations,
    };

    private NodeDocument Change(int number, Func<NodeIteration, NodeIteration> change)
    {
        var known = Iterations.FirstOrDefault(iteration => iteration.Number == number);
        if ((known is null && number <= Iteration) || (known is not null && StatusRules.HasEnded(known.Status)))
        {
            return this;
        }

        var changed = change(known ?? new() { Number = number, Status = NodeStatus.Pending, Attempts = 0 });
        var iterations = Iterations
            .Where(iteration => iteration.Number != number)
            .Append(changed)
            .OrderBy(iteration => iteration.Number)
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
}
