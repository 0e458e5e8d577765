namespace Swarm.Contracts.WorkItems;

/// <summary>A work item that waits for an answer, as the worker knows it that keeps its folder.</summary>
/// <param name="RunId">The run that it belongs to.</param>
/// <param name="Id">Its id.</param>
public sealed record ParkedWorkItem(string RunId, string Id);
