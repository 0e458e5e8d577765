using System.Text.Json;
using Swarm.Core.Checkpoints;
using Swarm.Core.Json;
using Swarm.Core.Patterns;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Activities;

/// <summary>Reads the graph of a run, reduced to what decides which node comes next.</summary>
public sealed class GraphReader(RunStore runs, ScopeReader scopes)
{
    /// <summary>A workflow without outputs of its own puts out those of its nodes, if they are this few.</summary>
    private const int MaxOutputNodes = 30;

    public async Task<RunGraph> ReadAsync(RunReference reference, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var definition = (await scopes.ReadAsync(reference, cancellation)).Definition;
        var control = await runs.FindControlAsync(reference.RunId, cancellation);
        return new RunGraph
        {
            Definition = JsonSerializer.SerializeToElement(
                Reduce(CorrectionLoops.AddTo(definition)), CoreJsonContext.Default.WorkflowDefinition),
            References = definition.Nodes
                .Select(node => (node.Id, Nodes: NodeReferences.NodesOf(node)))
                .Where(node => node.Nodes.Count > 0)
                .ToDictionary(node => node.Id, node => node.Nodes),
            HasGroups = definition.Nodes.Count > Nesting.MaxChildren,
            Compensations = definition.Nodes
                .Where(node => node.Compensate is not null)
                .ToDictionary(node => node.Id, NodeReferences.NodesOfCompensation),
            UndoesWhatWasDone = true,
            FreesLocksToAsk = true,
            WithdrawsWork = true,
            Reviewed = Reviews.Of(definition),
            OutputNodes = OutputNodes(definition),
            CancelRequested = control is { CancelRequested: true },
            CancelReason = control?.Reason,
        };
    }

    private static IReadOnlyList<string> OutputNodes(WorkflowDefinition definition) => definition switch
    {
        { Outputs: { } outputs } => NodeReferences.NodesOf(outputs),
        { Pattern: WorkflowPattern.Sequential } => [definition.Nodes[^1].Id],
        { Pattern: WorkflowPattern.Concurrent, Nodes.Count: <= MaxOutputNodes } =>
            [.. definition.Nodes.Select(node => node.Id)],
        _ => [],
    };

    private static EvaluationDefinition? Reduce(EvaluationDefinition? evaluation) =>
        evaluation is null ? null : evaluation with
        {
            Evaluators =
            [
                .. evaluation.Evaluators.Select(evaluator => evaluator with
                {
                    Node = new NodeDefinition { Id = evaluator.Node.Id, Retry = evaluator.Node.Retry },
                }),
            ],
        };

    private static WorkflowDefinition Reduce(WorkflowDefinition definition) => definition with
    {
        Description = null,
        Inputs = [],
        Outputs = null,
        Hierarchy = definition.Hierarchy is { } hierarchy ? hierarchy with { Workers = [] } : null,
        Nodes =
        [
            .. definition.Nodes.Select(node => new NodeDefinition
            {
                Id = node.Id,
                Kind = node.Kind,
                FanOut = node.FanOut is { } fanOut ? fanOut with { Over = null } : null,
                OutputFormat = node.OutputFormat,
                Compensate = node.Compensate is { } undo
                    ? new NodeDefinition { Id = node.Id, Retry = undo.Retry, Locks = undo.Locks }
                    : null,
                Join = node.Join,
                ContinueOnFailure = node.ContinueOnFailure,
                Retry = node.Retry,
                Locks = node.Locks,
                Evaluation = Reduce(node.Evaluation),
            }),
        ],
    };
}
