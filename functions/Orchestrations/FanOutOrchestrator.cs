using Swarm.Core.Graph;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>A node that runs for each item of a list, or in copies, side by side.</summary>
public static class FanOutOrchestrator
{
    [Function(nameof(FanOutOrchestrator))]
    public static Task<NodeEnded> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var list = context.GetInput<NodeRun>()!;
        var cancel = context.WaitForExternalEvent<string?>(OrchestrationEvents.Cancel);
        return NodeReview.RunAsync(context, list, cancel, BeginAsync);

        async Task<NodeDone> BeginAsync(NodeRun node)
        {
            var opened = await context.CallActivityAsync<FanOutOpened>(
                nameof(NodeActivities.OpenFanOut), node, ActivityRetries.Options());
            return opened.Opened is { } checkpoint
                ? NodeDone.Held(checkpoint)
                : new NodeDone(
                    await WalkAsync(context, node with { Cycle = node.Corrected }, opened, cancel), node.IsReviewed);
        }
    }

    private static async Task<NodeEnded> WalkAsync(
        TaskOrchestrationContext context, NodeRun node, FanOutOpened opened, Task<string?> cancel)
    {
        if (opened.Failure is not null)
        {
            return NodeEnded.Failed(opened.Failure);
        }

        if (opened.IsCancelled)
        {
            return NodeEnded.Cancelled("It was cancelled before it began.");
        }

        var all = new FanOutPart(node, 0, opened.Count, node.FanOut!.MaxParallel ?? Math.Max(1, opened.Count));
        var result = await new FanOutWalk(context, all, cancel).WalkAsync();
        return new NodeEnded
        {
            Outcome = result.Outcome,
            Reason = result.Reason,
            Output = NodeOutput.OfFanOut(opened.Count, result.Failed),
            ResultRow = result.Outcome == NodeOutcome.Completed ? NodeResults.FanOut(node.Place()) : null,
        };
    }
}
