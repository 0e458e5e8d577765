using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Statuses;
using Swarm.Core.Conditions;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// Says how a workflow ends, by walking over it once from its beginning to its end: no orchestrations, no rows, no
/// time.
/// It shares with the product the parsed definition and the evaluation of conditions, and nothing else.
/// </summary>
internal sealed class Model
{
    private readonly Dictionary<string, ModelNode> _nodes = [];
    private readonly List<string> _uncertain = [];
    private readonly List<(string From, string To)> _order = [];

    /// <summary>By path, how every node ends.</summary>
    public IReadOnlyDictionary<string, ModelNode> Nodes => _nodes;

    /// <summary>The first of each pair ends before the second begins.</summary>
    public IReadOnlyList<(string From, string To)> Order => _order;

    /// <summary>
    /// Whether nobody can tell how a node ends: a failure beside it may end its workflow before or after it.
    /// </summary>
    public bool IsUncertain(string path) =>
        _uncertain.Exists(scope => path.StartsWith(scope, StringComparison.Ordinal));

    /// <summary>How a workflow ends, and what it puts out.</summary>
    public (bool Failed, JsonNode? Output) Run(
        WorkflowDefinition workflow, string scope, IReadOnlyDictionary<string, JsonNode?> inputs)
    {
        var local = new ModelScope(scope, inputs);
        var failed = workflow.Pattern switch
        {
            WorkflowPattern.Mixture => !RunMixture(workflow, local),
            WorkflowPattern.Hierarchical => !RunHierarchy(workflow, local),
            _ => !RunGraph(workflow, local),
        };
        if (failed)
        {
            _uncertain.Add(scope.Length == 0 ? "" : scope + ".");
            return (true, null);
        }

        return (false, local.Result ?? (workflow.Outputs is { } outputs
            ? new JsonObject(outputs.Select(p => KeyValuePair.Create(p.Key, local.Resolve(p.Value, isLenient: true))))
            : local.Default(workflow)));
    }

    private bool RunGraph(WorkflowDefinition workflow, ModelScope scope)
    {
        var isWell = true;
        var left = workflow.Nodes.ToList();
        var took = new Dictionary<EdgeDefinition, bool>();
        while (left.Count > 0)
        {
            var forward = workflow.Edges.Where(edge => !edge.IsLoop).ToList();
            var node = left.First(n => forward.TrueForAll(e => e.To != n.Id || took.ContainsKey(e)));
            left.Remove(node);
            var incoming = forward.Where(edge => edge.To == node.Id).ToList();
            var ended = Starts(node, incoming, took)
                ? RunNode(node, scope, AwaitedBy(node, incoming.Where(edge => took[edge])))
                : new ModelNode(NodeStatus.Skipped, 1, null);
            if (workflow.Edges.FirstOrDefault(e => e.IsLoop && e.To == node.Id) is { } loop)
            {
                ended = RunLoop(workflow, scope, node, loop, ended, ref isWell);
                left.RemoveAll(n => n.Id == loop.From);
                foreach (var edge in forward.Where(edge => edge.To == loop.From || edge.From == loop.From))
                {
                    took[edge] = false;
                }
            }

            scope.Keep(node, ended);
            _nodes[scope.PathOf(node.Id)] = ended;
            isWell &= Decide(node, ended, forward, took);
        }

        return isWell;
    }

    /// <summary>A node that waits for all branches begins after each; one that waits for some need not.</summary>
    private static IEnumerable<string> AwaitedBy(NodeDefinition node, IEnumerable<EdgeDefinition> taken) =>
        node.Join.Kind == JoinKind.All ? taken.Select(edge => edge.From) : [];

    private static bool Starts(
        NodeDefinition node, List<EdgeDefinition> incoming, Dictionary<EdgeDefinition, bool> took)
    {
        var taken = incoming.Count(edge => took[edge]);
        var wanted = node.Join.Kind == JoinKind.Count ? node.Join.Count : 1;
        return incoming.Count == 0 || taken >= wanted;
    }

    /// <summary>Decides the edges of a node; false when it failed and no edge takes that.</summary>
    private static bool Decide(
        NodeDefinition node, ModelNode ended, List<EdgeDefinition> forward, Dictionary<EdgeDefinition, bool> took)
    {
        var isSkipped = ended.Status == NodeStatus.Skipped;
        var isWell = !ended.Failed || node.ContinueOnFailure;
        var output = JsonSerializer.SerializeToElement(ended.Output);
        var result = new NodeResult(output, ended.Failed, ended.Failed ? "It failed." : null);
        var taken = false;
        foreach (var edge in forward.Where(edge => edge.From == node.Id && !took.ContainsKey(edge)))
        {
            took[edge] = !isSkipped
                && (isWell || ConditionEvaluator.AsksForStatus(edge.When))
                && (edge.When is null || ConditionEvaluator.Holds(edge.When, result));
            taken |= took[edge];
        }

        return isSkipped || isWell || taken;
    }

    /// <summary>The test fails, something is fixed, and the test runs again; the fix is skipped in the end.</summary>
    private ModelNode RunLoop(
        WorkflowDefinition workflow,
        ModelScope scope,
        NodeDefinition test,
        EdgeDefinition loop,
        ModelNode first,
        ref bool isWell)
    {
        var fix = workflow.Nodes.Single(node => node.Id == loop.From);
        var ended = first;
        var rounds = 0;
        while ((int)ended.Output!["exitCode"]! != 0)
        {
            RunNode(fix, scope, [], ++rounds);
            if (rounds > loop.LoopMax)
            {
                isWell = false;
                return ended;
            }

            ended = RunNode(test, scope, [], rounds + 1);
        }

        _nodes[scope.PathOf(fix.Id)] = new ModelNode(NodeStatus.Skipped, rounds + 1, null);
        return ended;
    }

    private bool RunMixture(WorkflowDefinition workflow, ModelScope scope)
    {
        var isSynthesis = workflow.Mixture!.Rule == MixtureRule.Synthesis;
        var experts = isSynthesis ? workflow.Nodes.SkipLast(1).ToList() : [.. workflow.Nodes];
        foreach (var expert in experts)
        {
            _nodes[scope.PathOf(expert.Id)] = RunNode(expert, scope, []);
        }

        var answers = experts.Select(expert => (expert.Id, Node: _nodes[scope.PathOf(expert.Id)])).ToList();
        if (answers.Exists(answer => answer.Node.Failed))
        {
            return false;
        }

        var texts = answers.Select(answer => (answer.Id, Text: (string)answer.Node.Output!["stdout"]!)).ToList();
        var votes = new JsonObject(texts.Select(vote => KeyValuePair.Create(vote.Id, (JsonNode?)vote.Text)));
        var result = new JsonObject { ["answers"] = answers.Count };
        if (isSynthesis)
        {
            scope.Locals["answers"] = new JsonArray([.. texts.Select(vote => JsonValue.Create(vote.Text))]);
            var made = RunNode(workflow.Nodes[^1], scope, experts.Select(expert => expert.Id));
            _nodes[scope.PathOf(workflow.Nodes[^1].Id)] = made;
            result["value"] = made.Output!["stdout"]!.DeepClone();
            result["votes"] = new JsonObject();
        }
        else
        {
            var best = texts.GroupBy(vote => vote.Text.Trim().ToUpperInvariant()).MaxBy(group => group.Count())!;
            result["value"] = best.First().Text;
            result["winner"] = best.First().Id;
            result["votes"] = votes;
        }

        scope.Result = result;
        return true;
    }

    private bool RunHierarchy(WorkflowDefinition workflow, ModelScope scope)
    {
        var (rounds, subtasks) = (0, 0);
        while (true)
        {
            var asked = RunNode(workflow.Nodes[0], scope, [], rounds + 1);
            _nodes[scope.PathOf("director")] = asked;
            var answer = JsonNode.Parse((string)asked.Output!["stdout"]!)!;
            if ((bool?)answer["done"] == true)
            {
                scope.Result = new JsonObject
                {
                    ["result"] = answer["result"]!.DeepClone(), ["rounds"] = rounds, ["subtasks"] = subtasks,
                };
                return true;
            }

            rounds++;
            foreach (var subtask in answer["subtasks"]!.AsArray())
            {
                subtasks++;
                RunSubtask(workflow, scope.PathOf($"round-{rounds}"), subtask!);
            }
        }
    }

    private void RunSubtask(WorkflowDefinition workflow, string round, JsonNode subtask)
    {
        var path = $"{round}.{subtask["id"]}";
        string[] run = ["work", (string)subtask["input"]!["v"]!, (string)subtask["id"]!];
        Assert.Equal("${subtask.input.v}", workflow.Hierarchy!.Workers[0].Run![1]);
        _nodes[path] = Attempts(workflow.Hierarchy.Workers[0], path, 1, run);
        foreach (var need in subtask["needs"]?.AsArray() ?? [])
        {
            _order.Add(($"{round}.{need}", path));
        }
    }

    private ModelNode RunNode(NodeDefinition node, ModelScope scope, IEnumerable<string> after, int iteration = 1)
    {
        var path = scope.PathOf(node.Id);
        if (iteration == 1)
        {
            _order.AddRange(after.Select(from => (scope.PathOf(from), path)));
        }

        if (node.FanOut is not { } fanOut)
        {
            return RunOnce(node, scope, path, iteration);
        }

        var items = fanOut.Over is { } over
            ? scope.Resolve(over)!.AsArray().ToList()
            : [.. Enumerable.Range(0, fanOut.Copies!.Value).Select(n => (JsonNode?)n)];
        var ended = new List<ModelNode>();
        foreach (var (item, index) in items.Select((item, i) => (item, i)))
        {
            var inner = scope.With(("item", item), ("index", index));
            var one = RunOnce(node with { FanOut = null }, inner, $"{path}[{index}]", 1);
            _nodes[$"{path}[{index}]"] = one;
            ended.Add(one);
        }

        if (ended.Exists(one => one.Failed) && fanOut.OnFailure == FailureRule.FailFast)
        {
            _uncertain.Add($"{path}[");
            return new ModelNode(NodeStatus.Failed, iteration, null);
        }

        return new ModelNode(NodeStatus.Completed, iteration, new JsonObject
        {
            ["count"] = ended.Count,
            ["failed"] = ended.Count(one => one.Failed),
            ["values"] = new JsonArray([.. ended.Select(one => ModelScope.Plain(one.Failed ? null : one.Output))]),
        });
    }

    private ModelNode RunOnce(NodeDefinition node, ModelScope scope, string path, int iteration)
    {
        switch (node.Kind)
        {
            case NodeKind.Workflow:
                var (failed, output) = Run(node.Workflow!.Definition!, path, new Dictionary<string, JsonNode?>());
                return new ModelNode(failed ? NodeStatus.Failed : NodeStatus.Completed, iteration, output);
            case NodeKind.Checkpoint:
                var decision = Answers.DecisionAt(path);
                return new ModelNode(
                    decision == "rejected" ? NodeStatus.Failed : NodeStatus.Completed,
                    iteration,
                    new JsonObject { ["decision"] = decision });
            case NodeKind.Wait:
                return new ModelNode(
                    NodeStatus.Completed, iteration, new JsonObject { ["data"] = $"data of {node.Wait!.Event}" });
            default:
                return scope.TryResolve(node.Run!, out var run)
                    ? Attempts(node, path, iteration, run)
                    : new ModelNode(NodeStatus.Failed, iteration, null);
        }
    }

    private static ModelNode Attempts(NodeDefinition node, string path, int iteration, IReadOnlyList<string> run)
    {
        var work = FakeWork.Do(path, iteration, 1, run);
        for (var attempt = 2; work.Failed && attempt <= node.Retry.Attempts; attempt++)
        {
            work = FakeWork.Do(path, iteration, attempt, run);
        }

        // What a failed command has printed is kept, too.
        var output = new JsonObject { ["exitCode"] = work.ExitCode, ["stdout"] = work.Stdout ?? "" };
        if (work.Failed)
        {
            return new ModelNode(NodeStatus.Failed, iteration, output);
        }

        if (node.OutputFormat == OutputFormat.Json)
        {
            output["value"] = JsonNode.Parse(work.Stdout!);
        }

        return new ModelNode(NodeStatus.Completed, iteration, output);
    }
}
