using System.Text.Json;
using Swarm.Contracts.WorkItems;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.WorkItems;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Activities;

/// <summary>Makes a work item of a node: fills in its references and says where in git it works.</summary>
public sealed class NodeDispatch(
    RunStore runs, WorkflowStore workflows, WorkItemStore items, WorkItemDispatch dispatch)
{
    public async Task<WorkDispatched> DispatchAsync(NodeAttempt attempt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var node = attempt.Node;
        var run = await runs.GetAsync(node.Run.RunId, cancellation);
        var version = await workflows.GetVersionAsync(run.WorkflowId, run.WorkflowVersion, cancellation);
        var definition = version.Definition.Nodes.First(known => known.Id == node.Node);
        var outputs = await ReadOutputsAsync(node, cancellation);
        var scope = new ReferenceScope(
            run.Inputs,
            new RunFacts(run.Id, run.Number, run.Branch),
            id => outputs.TryGetValue(id, out var output) ? output : null);

        // Rows do not change once they count, so a repeated dispatch resolves to the same.
        var resolution = ReferenceResolver.Resolve(definition, scope);
        if (resolution.Node is not { } resolved)
        {
            return new WorkDispatched(null, resolution.Failure);
        }

        if (run.Repository() is null && (resolved.Commit ?? resolved.Merge ?? resolved.Tag) is not null)
        {
            return new WorkDispatched(
                null,
                $"Node '{node.Node}' is to commit, merge or tag, but the run has no repository. Declare the input "
                + $"'{InputNames.Repository}' in the workflow and give its path or URL.");
        }

        var spec = ToSpec(attempt, run, definition, resolved);
        return new WorkDispatched(await dispatch.DispatchAsync(spec, cancellation), Failure: null);
    }

    private async Task<Dictionary<string, JsonElement>> ReadOutputsAsync(NodeRun node, CancellationToken cancellation)
    {
        var outputs = new Dictionary<string, JsonElement>();
        foreach (var (id, workItemId) in node.Upstream)
        {
            var item = await items.FindAsync(node.Run.RunId, workItemId, cancellation);
            if (item?.Report is { } report)
            {
                outputs[id] = NodeOutput.Of(report);
            }
        }

        return outputs;
    }

    private static WorkItemSpec ToSpec(
        NodeAttempt attempt, RunDocument run, NodeDefinition definition, ResolvedNode resolved) => new()
    {
        Id = attempt.WorkItemId(),
        RunId = run.Id,
        Node = definition.Id,
        Iteration = attempt.Node.Iteration,
        Attempt = attempt.Number,
        Tool = definition.Tool,
        Timeout = definition.Timeout,
        Shell = resolved.Run is null && resolved.Script is null ? null : new ShellWork
        {
            Run = resolved.Run,
            Script = resolved.Script,
            Accept = definition.Accept,
            Environment = WithRunFacts(resolved.Environment, run, attempt.Node),
        },
        Git = run.Repository() is not { } repository ? null : new GitWork
        {
            Repository = repository,
            Base = run.Base(),
            Branch = run.Branch!,
            CommitMessage = resolved.Commit,
            MergeInto = resolved.Merge,
            Tag = resolved.Tag,
        },
        InstanceId = attempt.Node.Run.NodeInstanceId(attempt.Node.Node, attempt.Node.Iteration),
    };

    /// <summary>What the run is comes last: no node can give itself another run's name.</summary>
    private static Dictionary<string, string> WithRunFacts(
        IReadOnlyDictionary<string, string> environment, RunDocument run, NodeRun node) => new(environment)
    {
        ["SWARM_RUN_ID"] = run.Id,
        ["SWARM_RUN_NUMBER"] = $"{run.Number}",
        ["SWARM_NODE"] = node.Node,
        ["SWARM_ITERATION"] = $"{node.Iteration}",
    };
}
