namespace Swarm.Contracts.Tasks;

/// <summary>Asks in which order tasks are done.</summary>
/// <param name="TaskIds">The tasks, 200 at most.</param>
public sealed record TaskOrderRequest(IReadOnlyList<string> TaskIds);
