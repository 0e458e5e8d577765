namespace Swarm.Core.Allocation;

/// <summary>A worker that had a work item and did not do it.</summary>
/// <param name="WorkerId">Who.</param>
/// <param name="Reason">Why, in its words.</param>
/// <param name="Until">When it may have it again; null for never.</param>
public sealed record WorkRefusal(string WorkerId, string Reason, DateTimeOffset? Until)
{
    public bool HoldsAt(DateTimeOffset now) => Until is null || Until > now;
}
