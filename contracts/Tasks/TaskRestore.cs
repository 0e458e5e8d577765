namespace Swarm.Contracts.Tasks;

/// <summary>Makes an old version of a task the newest again.</summary>
/// <param name="Version">The number of the old version.</param>
/// <param name="Reason">Why, in 1 to 500 characters.</param>
public sealed record TaskRestore(int Version, string Reason);
