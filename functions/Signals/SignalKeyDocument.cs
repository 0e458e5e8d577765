namespace Swarm.Functions.Signals;

/// <summary>Says that the event of a key was received.</summary>
/// <param name="Number">Its number among those of its name.</param>
public sealed record SignalKeyDocument(int Number);
