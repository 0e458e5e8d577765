using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Compares a run that has ended with what the model says.</summary>
/// <param name="run">The run.</param>
/// <param name="events">What it has told in its last attempt.</param>
/// <param name="asked">By node, where its work was to be done.</param>
/// <param name="ledger">What the model says.</param>
internal sealed class ModelComparison(
    RunDetail run,
    IReadOnlyList<RunEvent> events,
    IReadOnlyDictionary<string, NodePlacement> asked,
    ModelLedger ledger)
{
    private static readonly string[] s_starts =
        [RunEventTypes.NodeQueued, RunEventTypes.NodeStarted, RunEventTypes.CheckpointOpened];

    private static readonly string[] s_ends = [RunEventTypes.NodeCompleted, RunEventTypes.NodeFailed];

    private readonly Dictionary<string, NodeState> _nodes = run.Nodes.ToDictionary(node => node.Path);

    /// <summary>The first difference, in words; null when there is none.</summary>
    public string? Find(bool failed, JsonNode? output)
    {
        var expected = failed ? RunStatus.Failed : RunStatus.Completed;
        if (run.Summary.Status != expected)
        {
            return $"the run is {run.Summary.Status} ({run.Summary.Reason}), but should be {expected}.";
        }

        if (!failed && !IsSame(Output(), output ?? new JsonObject()))
        {
            return $"the run puts out {run.Output}, but should put out {output?.ToJsonString()}.";
        }

        var certain = ledger.Nodes.Where(node => !ledger.IsUncertain(node.Key)).ToDictionary();
        return certain.Select(node => CompareNode(node.Key, node.Value))
            .Concat(_nodes.Keys
                .Where(path => !ledger.IsUncertain(path) && !ledger.Nodes.ContainsKey(path))
                .Select(path => $"node '{path}' should not be there."))
            .Concat(ledger.Order
                .Where(pair => certain.ContainsKey(pair.From) && certain.ContainsKey(pair.To))
                .Select(pair => CompareOrder(pair.From, pair.To)))
            .Concat(asked.Select(node => ComparePlacement(node.Key, node.Value)))
            .Concat(ledger.Failures
                .Where(failure => failure.Scope.Length == 0 || !ledger.IsUncertain(failure.Scope))
                .SelectMany(failure => failure.Workflow.Nodes
                    .Where(node => node.Compensate is not null)
                    .Select(node => CompareUndone(failure.Scope.Length == 0 ? "" : $"{failure.Scope}.", node.Id))))
            .FirstOrDefault(problem => problem is not null);
    }

    private JsonElement Output()
    {
        var output = JsonNode.Parse(run.Output?.GetRawText() ?? "{}")!;
        if (output is JsonObject fields && fields.ContainsKey(HierarchyOutput.Fallback))
        {
            fields[HierarchyOutput.Fallback] = RandomWorkflows.FallbackTaken;
        }

        return JsonSerializer.SerializeToElement(output);
    }

    private string? CompareNode(string path, ModelNode expected)
    {
        if (!_nodes.TryGetValue(path, out var node))
        {
            return $"node '{path}' is not there.";
        }

        if (node.Status != expected.Status || node.Iteration != expected.Iteration)
        {
            return $"node '{path}' is {node.Status} in iteration {node.Iteration}, but should be {expected.Status} in "
                + $"{expected.Iteration}.";
        }

        string[] fields = [ShellOutput.Stdout, EvaluationOutput.Score];
        return fields
            .Where(field => !expected.Failed && (expected.Output as JsonObject)?[field] is not null)
            .Where(field => !node.Iterations[^1].Output!.Value.TryGetProperty(field, out var actual)
                || !IsSame(actual, expected.Output![field]!))
            .Select(field => $"node '{path}' puts out {node.Iterations[^1].Output}, but {field} should be "
                + $"{expected.Output![field]}.")
            .FirstOrDefault();
    }

    private string? ComparePlacement(string path, NodePlacement placement)
    {
        var expected = ledger.Placements.GetValueOrDefault(path);
        var isSame = expected is null || JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(expected), JsonSerializer.SerializeToElement(placement));
        return isSame
            ? null
            : $"node '{path}' was {placement.Privacy} for [{string.Join(' ', placement.Labels)}], but should be "
                + $"{expected!.Privacy} for [{string.Join(' ', expected.Labels)}].";
    }

    private string? CompareOrder(string from, string to)
    {
        var end = events.LastOrDefault(told => told.Node == from && s_ends.Contains(told.Type));
        var start = events.FirstOrDefault(told => told.Node == to && s_starts.Contains(told.Type));
        return end is null || start is null || end.Sequence < start.Sequence
            ? null
            : $"node '{to}' began before '{from}' had ended.";
    }

    /// <summary>In a workflow that fails, what has completed is undone after it, and nothing else.</summary>
    private string? CompareUndone(string scope, string node)
    {
        var done = _nodes.GetValueOrDefault(scope + node)?.Iterations
            .LastOrDefault(iteration => iteration.Status != NodeStatus.Skipped);
        var undo = _nodes.GetValueOrDefault($"{scope}{ReferenceRoots.Compensate}.{node}");
        if ((done?.Status == NodeStatus.Completed) != (undo is not null))
        {
            return $"node '{scope}{node}' is {done?.Status}, and what undoes it is {undo?.Status}.";
        }

        var refers = undo?.Iterations[^1].Reason?.Contains("put out nothing", StringComparison.Ordinal) ?? false;
        return refers
            ? $"node '{scope}{node}' could not be undone: {undo!.Iterations[^1].Reason}"
            : undo is null ? null : CompareOrder(scope + node, undo.Path);
    }

    private static bool IsSame(JsonElement actual, JsonNode expected) =>
        JsonElement.DeepEquals(actual, JsonSerializer.SerializeToElement(expected));
}
