namespace Swarm.Contracts.DeadLetters;

/// <summary>A time that a work item was claimed and no result came.</summary>
/// <param name="Token">The fencing token of the claim.</param>
/// <param name="WorkerId">Who claimed it.</param>
/// <param name="ClaimedAt">When.</param>
/// <param name="EndedAt">When the lease ended.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record LostDelivery(
    long Token, string WorkerId, DateTimeOffset ClaimedAt, DateTimeOffset EndedAt, string Reason);
