namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to write a run's end.</summary>
public sealed record RunEnding(RunReference Run, RunResult Result);
