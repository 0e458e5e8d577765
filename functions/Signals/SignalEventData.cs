namespace Swarm.Functions.Signals;

/// <summary>What a run's history says of an event from outside.</summary>
public sealed record SignalEventData(string Name, int Number);
