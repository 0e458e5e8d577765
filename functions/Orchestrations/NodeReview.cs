using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Asks a person before a node begins, where somebody has opened a checkpoint by hand, and about its result before
/// anything follows from it, which is made again as often as he corrects it. Why he is asked about a result makes no
/// difference: the workflow says that it asks so often, or the score is too low.
/// </summary>
internal static class NodeReview
{
    /// <summary>Does what a node does until nobody has anything to say about it any more.</summary>
    public static async Task<NodeEnded> RunAsync(
        TaskOrchestrationContext context, NodeRun node, Task cancel, Func<NodeRun, Task<NodeDone>> work)
    {
        // Bounded: the last question about a result cannot be answered by a correction, and a run has so many
        // checkpoints opened by hand.
        while (true)
        {
            var done = await work(node);
            if (done.Opened is { } opened)
            {
                var allowed = await AskAsync(context, Question(node) with { Opened = opened }, cancel);
                if (allowed.Outcome != NodeOutcome.Completed || IsCorrection(allowed.Output))
                {
                    return allowed with { IsSentBack = IsCorrection(allowed.Output) };
                }

                continue;
            }

            if (!done.IsAsked || done.Ended.Outcome != NodeOutcome.Completed)
            {
                return done.Ended;
            }

            if (node is { Kind: NodeKind.Work, FanOut: null, FreesLocksToAsk: true })
            {
                // The person may take a day, and nothing of the work goes on meanwhile.
                await NodeLocks.ReleaseAllAsync(context, node);
            }

            var question = Question(node) with { Review = node.Corrected + 1, Judged = done.Attempt };
            var answer = await AskAsync(context, question, cancel);
            if (answer.Outcome != NodeOutcome.Completed)
            {
                var reason = $"{done.Summary} {answer.Reason}".Trim();
                return done.Ended with { Outcome = answer.Outcome, Reason = reason };
            }

            if (!IsCorrection(answer.Output))
            {
                return done.Ended;
            }

            // What an earlier attempt of the run has made in its place did not know these words.
            node = node with
            {
                Corrected = node.Corrected + 1,
                Correction = answer.ResultRow,
                Run = node.Run.Keeping(node.Run.Attempt),
            };
        }
    }

    /// <summary>Asks about a node.</summary>
    public static NodeRun Question(NodeRun node) => node with
    {
        Kind = NodeKind.Checkpoint,
        IsAboutWorkflow = node is { Kind: NodeKind.Workflow, FanOut: null },
        FanOut = null,
        IsReviewed = false,
        HasLocks = false,
        Evaluation = null,
        Corrected = 0,
        Correction = null,
    };

    /// <summary>Asks, and notes what became of the question.</summary>
    private static async Task<NodeEnded> AskAsync(TaskOrchestrationContext context, NodeRun question, Task cancel)
    {
        var asking = context.StartNode(question);
        if (await Task.WhenAny(asking, cancel) != asking)
        {
            context.CancelNode(question, "It was cancelled.");
        }

        var answer = await NodeCalls.ResultOfAsync(asking);
        var step = new ProgressStep
        {
            Node = question.Path(),
            Iteration = question.PathIteration(),
            Status = StatusRules.Of(answer.Outcome),
            Reason = answer.Reason,
            ResultRow = answer.ResultRow,
        };
        await context.CallActivityAsync(
            nameof(RunActivities.RecordProgress),
            new RunSteps { Run = question.Run, Steps = [step] },
            ActivityRetries.Options());
        return answer;
    }

    /// <summary>Whether an answer wants work to be done again.</summary>
    public static bool IsCorrection(JsonElement? answer) =>
        answer is { ValueKind: JsonValueKind.Object } output
        && output.TryGetProperty(CheckpointOutput.Decision, out var decision)
        && decision.ValueKind == JsonValueKind.String
        && decision.GetString() == EnumWords.Of(CheckpointStatus.Corrected);
}
