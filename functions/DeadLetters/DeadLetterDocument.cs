using Swarm.Contracts.DeadLetters;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.DeadLetters;

/// <summary>
/// What is stored of a dead letter, in the partition of its run. Its id carries the fencing token that the work item
/// had when it was parked, so a decision that comes late never meets a later dead letter of the same work item.
/// </summary>
public sealed record DeadLetterDocument
{
    public required DeadLetter Letter { get; init; }

    /// <summary>The token of the parked work item.</summary>
    public required long Token { get; init; }

    public static string IdOf(string workItemId, long token) => $"{workItemId}~{token}";

    /// <summary>The run that a dead letter's id speaks of; ids of work items begin with their run's.</summary>
    public static string RunIdOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var end = id.IndexOf('~', StringComparison.Ordinal);
        return end < 0 ? id : id[..end];
    }

    /// <summary>The dead letter of a work item that has just become one.</summary>
    public static DeadLetterDocument Of(WorkItemDocument item, string reason, DateTimeOffset at, TimeSpan keptFor)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new DeadLetterDocument
        {
            Token = item.Lease.Token,
            Letter = new DeadLetter
            {
                Id = IdOf(item.Spec.Id, item.Lease.Token),
                Status = DeadLetterStatus.Parked,
                RunId = item.Spec.RunId,
                WorkItemId = item.Spec.Id,
                Node = item.Spec.Node,
                Iteration = item.Spec.Iteration,
                Attempt = item.Spec.Attempt,
                Tool = item.Spec.Tool,
                Reason = reason,
                ParkedAt = at,
                ExpiresAt = at + keptFor,
                Deliveries = item.Lost,
            },
        };
    }

    public DeadLetterDocument Settle(DeadLetterStatus status, string? by, DateTimeOffset at) =>
        this with { Letter = Letter with { Status = status, SettledBy = by, SettledAt = at } };
}
