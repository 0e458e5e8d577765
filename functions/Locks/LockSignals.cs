using Swarm.Functions.Waiting;

namespace Swarm.Functions.Locks;

/// <summary>Wakes those who wait outside of its line for a lock to be given back, by its name.</summary>
public sealed class LockSignals : KeyedSignals;
