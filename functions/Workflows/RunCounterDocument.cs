namespace Swarm.Functions.Workflows;

/// <summary>The number of a workflow's newest run.</summary>
public sealed record RunCounterDocument(int Last);
