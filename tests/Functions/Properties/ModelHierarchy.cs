using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Statuses;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Asks a director and carries out what it plans.</summary>
internal sealed class ModelHierarchy(
    ModelLedger ledger, ModelNodes nodes, WorkflowDefinition workflow, ModelScope scope)
{
    private readonly HierarchyDefinition _limits = workflow.Hierarchy!;
    private readonly NodeDefinition? _fallback = workflow.Nodes.Skip(1).FirstOrDefault();
    private int _rounds;
    private int _subtasks;

    /// <summary>True when the director, or what takes its place, has brought it to its end.</summary>
    public bool Run()
    {
        for (var (iteration, wrong) = (1, 0); ; iteration++)
        {
            var asked = nodes.Run(workflow.Nodes[0], scope, [], iteration);
            ledger.Nodes[scope.PathOf(HierarchyDefinition.Director)] = asked;
            if (asked.Failed)
            {
                return GiveUp();
            }

            var answer = asked.Output!["value"]!;
            if ((bool?)answer["done"] == true)
            {
                NoteFallback();
                return End(answer["result"]!);
            }

            var plan = answer["subtasks"]!.AsArray();
            if (plan.Count == 0
                || _rounds >= _limits.MaxRounds
                || _subtasks + plan.Count > _limits.MaxNodes
                || (_limits.MaxDepth == 0 && plan.Any(task => WorkerOf(task!) == HierarchyDefinition.Director)))
            {
                if (++wrong > _limits.MaxCorrections)
                {
                    ledger.HasReachedLimit = true;
                    return GiveUp();
                }

                continue;
            }

            NoteFallback();
            wrong = 0;
            CarryOut(plan);
        }
    }

    private bool End(JsonNode? result)
    {
        scope.Result = new JsonObject
        {
            ["result"] = result?.DeepClone(), ["rounds"] = _rounds, ["subtasks"] = _subtasks,
        };
        return true;
    }

    /// <summary>There is a plan, and nobody takes the director's place any more.</summary>
    private void NoteFallback()
    {
        if (_fallback is not null)
        {
            ledger.Nodes[scope.PathOf(_fallback.Id)] = new ModelNode(NodeStatus.Skipped, 1, null);
        }
    }

    private bool GiveUp()
    {
        if (_fallback is null || _rounds > 0)
        {
            return false;
        }

        var instead = nodes.Run(_fallback, scope, [HierarchyDefinition.Director]);
        ledger.Nodes[scope.PathOf(_fallback.Id)] = instead;
        if (instead.Failed)
        {
            return false;
        }

        End(ModelScope.Plain(instead.Output) ?? instead.Output);
        scope.Result![HierarchyOutput.Fallback] = RandomWorkflows.FallbackTaken;
        return true;
    }

    private void CarryOut(JsonArray plan)
    {
        var round = scope.PathOf($"round-{++_rounds}");
        _subtasks += plan.Count;
        var graph = GraphOf(plan);
        var inner = new ModelScope(round, scope.Inputs) { IsAgain = scope.IsAgain, Privacy = scope.Privacy };
        var failed = false;
        foreach (var (subtask, node) in plan.Zip(graph.Nodes))
        {
            var needs = graph.Edges.Where(edge => edge.To == node.Id).Select(edge => edge.From).ToList();
            if (needs.Exists(need => !IsPassed(graph, need, ledger.Nodes[inner.PathOf(need)])))
            {
                ledger.Nodes[inner.PathOf(node.Id)] = new ModelNode(NodeStatus.Skipped, 1, null);
                continue;
            }

            var local = inner.With(("subtask", subtask));
            var ended = nodes.Run(node, local, needs, isReviewed: ModelGraph.IsReviewed(graph, node));
            ledger.Nodes[inner.PathOf(node.Id)] = ended;
            failed |= ended.Failed && !node.ContinueOnFailure;
        }

        if (failed)
        {
            ledger.Doubt($"{round}.");
        }
    }

    private static bool IsPassed(WorkflowDefinition graph, string id, ModelNode ended) =>
        ended.Status == NodeStatus.Completed
        || (ended.Failed && graph.Nodes.Single(node => node.Id == id).ContinueOnFailure);

    /// <summary>A plan as the graph that it stands for.</summary>
    private WorkflowDefinition GraphOf(JsonArray plan) => new()
    {
        Name = "plan",
        Pattern = WorkflowPattern.Graph,
        Checkpoints = workflow.Checkpoints switch
        {
            CheckpointFrequency.High => CheckpointFrequency.High,
            CheckpointFrequency.Medium => CheckpointFrequency.Low,
            _ => null,
        },
        Nodes =
        [
            .. plan.Select(task => NodeOf(task!) with
            {
                Id = (string)task!["id"]!,
                ContinueOnFailure = (bool?)task["continueOnFailure"] == true,
            }),
        ],
        Edges =
        [
            .. plan.SelectMany(task => (task!["needs"]?.AsArray() ?? []).Select(
                need => new EdgeDefinition { From = (string)need!, To = (string)task["id"]! })),
        ],
    };

    private NodeDefinition NodeOf(JsonNode task) =>
        WorkerOf(task) == HierarchyDefinition.Director
            ? DirectorFor(task)
            : _limits.Workers.Single(worker => worker.Id == WorkerOf(task));

    /// <summary>The same once more, one level deeper and with what the subtask gives it.</summary>
    private NodeDefinition DirectorFor(JsonNode task) => new()
    {
        Id = HierarchyDefinition.Director,
        Kind = NodeKind.Workflow,
        Input = task["input"]!.AsObject().ToDictionary(
            input => input.Key, input => JsonSerializer.SerializeToElement(input.Value)),
        Workflow = new NestedWorkflow
        {
            Definition = workflow with
            {
                Nodes = [workflow.Nodes[0]],
                Hierarchy = _limits with { MaxDepth = _limits.MaxDepth - 1 },
            },
        },
    };

    private static string WorkerOf(JsonNode task) => (string)task["worker"]!;
}
