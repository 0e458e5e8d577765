using Swarm.Core.Allocation;

namespace Swarm.Functions.Allocation;

/// <summary>Where a work item goes.</summary>
/// <param name="Outcome">Whom it fits.</param>
/// <param name="Queue">The queue that its pointer goes to.</param>
/// <param name="Assignment">To whom it is given; null when it waits in a queue for the first that fits.</param>
public sealed record WorkDecision(AllocationOutcome Outcome, string Queue, WorkAssignment? Assignment);
