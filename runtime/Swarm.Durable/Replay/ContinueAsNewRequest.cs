namespace Swarm.Durable.Replay;

/// <summary>The orchestrator's wish to go on as a new generation.</summary>
internal sealed record ContinueAsNewRequest(string? Input, string Version, bool KeepsEvents);
