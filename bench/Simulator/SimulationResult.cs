namespace Swarm.Simulator;

/// <summary>What a simulated run was like.</summary>
/// <param name="Crashes">How often the process died.</param>
/// <param name="Steps">How many pieces of work were run.</param>
public sealed record SimulationResult(int Crashes, long Steps);
