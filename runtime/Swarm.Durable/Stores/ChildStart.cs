namespace Swarm.Durable.Stores;

/// <summary>A sub-orchestration that a turn starts.</summary>
/// <param name="Instance">The instance to create; it replaces one of the same id that has ended.</param>
/// <param name="RefusalMessage">What goes to the parent's inbox if one of the same id has not ended.</param>
public sealed record ChildStart(NewInstance Instance, byte[] RefusalMessage);
