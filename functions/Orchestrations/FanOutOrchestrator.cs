using Swarm.Core.Graph;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A node that runs for each item of a list, or in copies, side by side.</summary>
public static class FanOutOrchestrator
{
    [Function(nameof(FanOutOrchestrator))]
    public static async Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var node = context.GetInput<NodeRun>()!;
        var opened = await context.CallActivityAsync<FanOutOpened>(
            nameof(NodeActivities.OpenFanOut), node, ActivityRetries.Options());
        if (opened.Failure is not null)
        {
            return NodeEnded.Failed(opened.Failure);
        }

        if (opened.IsCancelled)
        {
            return NodeEnded.Cancelled("It was cancelled before it began.");
        }

        var all = new FanOutPart(node, 0, opened.Count, node.FanOut!.MaxParallel ?? Math.Max(1, opened.Count));
        var result = await new FanOutWalk(context, all).WalkAsync();
        return new NodeEnded
        {
            Outcome = result.Outcome,
            Reason = result.Reason,
            Output = NodeOutput.OfFanOut(opened.Count, result.Failed),
            ResultRow = result.Outcome == NodeOutcome.Completed ? NodeResults.FanOut(node.Place()) : null,
        };
    }
}
