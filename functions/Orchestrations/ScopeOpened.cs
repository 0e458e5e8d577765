using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>What became of a workflow inside of another when it was to begin.</summary>
/// <param name="Pattern">How its nodes relate.</param>
/// <param name="Failure">Why it cannot begin; null when it can.</param>
/// <param name="IsCancelled">True when it is to end before it has begun.</param>
/// <param name="Opened">The checkpoint opened by hand because of which it does not begin; null for none.</param>
public sealed record ScopeOpened(
    WorkflowPattern Pattern, string? Failure = null, bool IsCancelled = false, int? Opened = null)
{
    /// <summary>Whether a person is asked about the whole of it.</summary>
    public bool IsAsked { get; init; }
}
