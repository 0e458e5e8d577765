namespace Swarm.Tests.EndToEnd.Programs;

/// <summary>A process; its start tells it from a later one with the same id.</summary>
internal sealed record ProcessEntry(int Id, int Parent, int Session, string Start, string Command);
