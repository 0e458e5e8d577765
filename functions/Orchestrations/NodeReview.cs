using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>Asks a person about a node's result before anything follows from it.</summary>
internal static class NodeReview
{
    /// <summary>Asks, and notes what became of the question.</summary>
    public static async Task<NodeEnded> AskAsync(TaskOrchestrationContext context, NodeRun asked, Task cancel)
    {
        var asking = context.StartNode(asked);
        if (await Task.WhenAny(asking, cancel) != asking)
        {
            context.CancelNode(asked, "It was cancelled.");
        }

        var answer = await NodeCalls.ResultOfAsync(asking);
        var step = new ProgressStep
        {
            Node = asked.Path(),
            Iteration = asked.PathIteration(),
            Status = StatusRules.Of(answer.Outcome),
            Reason = answer.Reason,
            ResultRow = answer.ResultRow,
        };
        await context.CallActivityAsync(
            nameof(RunActivities.RecordProgress),
            new RunSteps { Run = asked.Run, Steps = [step] },
            ActivityRetries.Options());
        return answer;
    }

    /// <summary>Whether the work is to be done again.</summary>
    public static bool IsCorrection(NodeEnded answer) =>
        answer.Output is { ValueKind: JsonValueKind.Object } output
        && output.TryGetProperty(CheckpointOutput.Decision, out var decision)
        && decision.ValueKind == JsonValueKind.String
        && decision.GetString() == EnumWords.Of(CheckpointStatus.Corrected);
}
