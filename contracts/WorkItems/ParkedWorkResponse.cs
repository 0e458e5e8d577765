namespace Swarm.Contracts.WorkItems;

/// <summary>What needs not be kept any longer.</summary>
/// <param name="Over">
/// The ids of those that have ended: nobody will ever claim them. What is not known at all is not among them.
/// </param>
public sealed record ParkedWorkResponse(IReadOnlyList<string> Over);
