namespace Swarm.Core.Graph;

/// <summary>Something that the graph decided by itself, for the run's history.</summary>
public abstract record GraphChange;
