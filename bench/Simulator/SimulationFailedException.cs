namespace Swarm.Simulator;

/// <summary>A simulated run did not come out as it should.</summary>
/// <param name="seed">The seed that repeats it.</param>
/// <param name="message">What was wrong.</param>
public sealed class SimulationFailedException(int seed, string message) : Exception($"Seed {seed}: {message}")
{
    /// <summary>The seed that repeats the run.</summary>
    public int Seed { get; } = seed;
}
