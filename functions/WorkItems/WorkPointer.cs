namespace Swarm.Functions.WorkItems;

/// <summary>The message in the queue.</summary>
public sealed record WorkPointer(string RunId, string WorkItemId);
