using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Graph;
using Swarm.Core.Statuses;
using Swarm.Core.Workflows;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// Asks a person about a result before anything follows from it, and has it made again as often as he corrects it. Why
/// he is asked makes no difference: the workflow says that it asks so often, or the score of the result is too low.
/// </summary>
internal static class NodeReview
{
    /// <summary>Does what a node does until nobody has anything to say about it any more.</summary>
    public static async Task<NodeEnded> RunAsync(
        TaskOrchestrationContext context, NodeRun node, Task cancel, Func<NodeRun, Task<NodeDone>> work)
    {
        // Bounded: the last question about a result cannot be answered by a correction.
        for (var review = 1; ; review++)
        {
            var done = await work(node);
            if (!done.IsAsked || done.Ended.Outcome != NodeOutcome.Completed)
            {
                return done.Ended;
            }

            var answer = await AskAsync(context, QuestionAbout(node, review, done.Attempt), cancel);
            if (answer.Outcome != NodeOutcome.Completed)
            {
                var reason = $"{done.Summary} {answer.Reason}".Trim();
                return done.Ended with { Outcome = answer.Outcome, Reason = reason };
            }

            if (!IsCorrection(answer))
            {
                return done.Ended;
            }

            node = node with { Correction = answer.ResultRow };
        }
    }

    private static NodeRun QuestionAbout(NodeRun node, int review, int attempt) => node with
    {
        Kind = NodeKind.Checkpoint,
        FanOut = null,
        IsReviewed = false,
        HasLocks = false,
        Evaluation = null,
        Correction = null,
        Review = review,
        Judged = attempt,
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

    /// <summary>Whether the work is to be done again.</summary>
    private static bool IsCorrection(NodeEnded answer) =>
        answer.Output is { ValueKind: JsonValueKind.Object } output
        && output.TryGetProperty(CheckpointOutput.Decision, out var decision)
        && decision.ValueKind == JsonValueKind.String
        && decision.GetString() == EnumWords.Of(CheckpointStatus.Corrected);
}
