using Swarm.Core.Graph;

namespace Swarm.Functions.Orchestrations;

/// <summary>How a part of a node's items ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Reason">Why it failed or was cancelled; null otherwise.</param>
/// <param name="Failed">How many items failed.</param>
public sealed record FanOutResult(NodeOutcome Outcome, string? Reason, int Failed)
{
    public static FanOutResult Of(NodeEnded ended)
    {
        ArgumentNullException.ThrowIfNull(ended);
        return new(ended.Outcome, ended.Reason, ended.Outcome == NodeOutcome.Failed ? 1 : 0);
    }
}
