using Swarm.Functions.Waiting;

namespace Swarm.Functions.Events;

/// <summary>Wakes those who wait for events of a run, by its id.</summary>
public sealed class RunEventSignals : KeyedSignals;
