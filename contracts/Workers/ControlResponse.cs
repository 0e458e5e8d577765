namespace Swarm.Contracts.Workers;

/// <summary>The answer of the control long poll: cancellations as they happen.</summary>
/// <param name="Cancel">Held work items whose run was cancelled.</param>
public sealed record ControlResponse(IReadOnlyList<string> Cancel);
