namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to store what a workflow inside of another has put out.</summary>
public sealed record ScopeEnding(NodeRun Node, RunResult Result);
