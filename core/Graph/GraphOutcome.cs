namespace Swarm.Core.Graph;

/// <summary>How a graph ended.</summary>
public enum GraphOutcome
{
    Completed,
    Failed,
    Cancelled,
}
