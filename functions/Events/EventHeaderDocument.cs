namespace Swarm.Functions.Events;

/// <summary>How far a run's sequence of events has come.</summary>
/// <param name="Last">The sequence number of the newest event; 0 before the first.</param>
public sealed record EventHeaderDocument(long Last);
