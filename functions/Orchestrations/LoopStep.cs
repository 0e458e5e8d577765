namespace Swarm.Functions.Orchestrations;

/// <summary>A loop edge was taken.</summary>
/// <param name="To">Its target.</param>
/// <param name="Count">How often it has been taken in this run.</param>
/// <param name="Max">How often it may be.</param>
/// <param name="Reset">The nodes that wait for their next iteration now, each with the last one that it had.</param>
public sealed record LoopStep(string To, int Count, int Max, IReadOnlyDictionary<string, int> Reset);
