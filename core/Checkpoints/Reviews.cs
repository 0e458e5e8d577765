using Swarm.Contracts.Checkpoints;
using Swarm.Core.Evaluations;
using Swarm.Core.Patterns;
using Swarm.Core.Workflows;

namespace Swarm.Core.Checkpoints;

/// <summary>
/// After which nodes of a workflow a person is asked because it says how often it asks. docs/workflows.md tells the
/// rules in the user's words.
/// </summary>
public static class Reviews
{
    /// <summary>The id, behind that of the node, under which the question is shown.</summary>
    public const string Suffix = "checkpoint";

    /// <summary>The id, behind that of the node, under which a checkpoint opened by hand is shown.</summary>
    public const string HandSuffix = "before";

    /// <summary>The nodes after which somebody is asked, in the order of the file.</summary>
    public static IReadOnlyList<string> Of(WorkflowDefinition workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (workflow.Checkpoints is not { } frequency)
        {
            return [];
        }

        var forward = workflow.Edges.Where(edge => !edge.IsLoop).ToList();
        var next = forward.ToLookup(edge => edge.From, edge => edge.To);
        var before = forward.ToLookup(edge => edge.To, edge => edge.From);
        return
        [
            .. workflow.Nodes
                .Select((node, place) => (Node: node, Place: place))
                .Where(step => step.Node.Kind is NodeKind.Work or NodeKind.Workflow)
                .Where(step => IsAsked(step.Node.Id, step.Place))
                .Select(step => step.Node.Id),
        ];

        bool IsAsked(string id, int place) => frequency switch
        {
            CheckpointFrequency.High => true,
            CheckpointFrequency.Medium when workflow.Pattern == WorkflowPattern.Sequential =>
                place % 2 == 1 || !next[id].Any(),
            CheckpointFrequency.Medium =>
                next[id].Count() != 1 || before[next[id].First()].Count() > 1,
            _ => !next[id].Any(),
        };
    }

    /// <summary>
    /// How often a workflow asks that lies inside of another and does not say so itself, where the other asks about it:
    /// at its end, or at the end of each of its plans.
    /// </summary>
    public static CheckpointFrequency Inside(WorkflowPattern pattern) =>
        pattern == WorkflowPattern.Hierarchical ? CheckpointFrequency.Medium : CheckpointFrequency.Low;

    /// <summary>
    /// Whether a person is asked about a workflow inside of another as a whole, and not about its nodes: of a mixture
    /// the result counts, and no single answer.
    /// </summary>
    public static bool AsksAboutAll(WorkflowDefinition workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return workflow is { Pattern: WorkflowPattern.Mixture, Checkpoints: not null };
    }

    /// <summary>What is asked about a result.</summary>
    /// <param name="path">The path of the node whose result it is.</param>
    /// <param name="evaluation">What its evaluators say; null when nobody has judged it.</param>
    public static CheckpointDefinition QuestionAbout(string path, Evaluation? evaluation) => new()
    {
        // What evaluators say is data: it is never read as a reference.
        Question = PlanCompiler.Escape(
            $"'{path}' has completed. {(evaluation is null ? "" : $"{evaluation.Feedback()}\n")}"
            + "Is its result good enough to go on?"),
        ExpiresAfter = WorkflowLimits.CheckpointExpiresAfter,
        MaxCorrections = WorkflowLimits.CheckpointCorrections,
    };

    /// <summary>What a checkpoint asks that a person has opened.</summary>
    public static CheckpointDefinition QuestionByHand(string message) => new()
    {
        Question = PlanCompiler.Escape(message),
        ExpiresAfter = WorkflowLimits.CheckpointExpiresAfter,
        MaxCorrections = WorkflowLimits.CheckpointCorrections,
    };

    /// <summary>How often the director of a hierarchy that asks so often has its plans' subtasks asked about.</summary>
    public static CheckpointFrequency? InPlans(CheckpointFrequency? frequency) => frequency switch
    {
        CheckpointFrequency.High => CheckpointFrequency.High,
        CheckpointFrequency.Medium => CheckpointFrequency.Low,
        _ => null,
    };
}
