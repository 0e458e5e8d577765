namespace Swarm.Functions.Orchestrations;

/// <summary>Asks to cancel nodes of a run that goes on without them.</summary>
public sealed record NodeMarks(RunReference Run, IReadOnlyList<NodeMark> Nodes);
