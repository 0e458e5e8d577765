namespace Swarm.Core.Graph;

/// <summary>A loop edge was taken, or work before a node is to be done again without one.</summary>
/// <param name="From">Where it leads from.</param>
/// <param name="To">Its target, which starts again.</param>
/// <param name="Count">How often it has been taken in this run, this time included.</param>
/// <param name="Max">How often it may be; 0 where there is no loop edge.</param>
/// <param name="Reset">
/// The target and all that lies downstream of it: these nodes wait for their next iteration.
/// </param>
public sealed record LoopTaken(string From, string To, int Count, int Max, IReadOnlyList<string> Reset) : GraphChange;
