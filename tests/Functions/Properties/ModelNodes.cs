using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Statuses;
using Swarm.Core.Checkpoints;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Says how nodes end, of whatever kind.</summary>
/// <param name="ledger">Where that is written.</param>
/// <param name="runInner">How the workflow ends that a node stands for, by its place and inputs, and whether a person
/// is asked about the whole of it.</param>
internal sealed class ModelNodes(
    ModelLedger ledger,
    Func<ModelRun, string, IReadOnlyDictionary<string, JsonNode?>, (bool Failed, JsonNode? Output, bool IsAsked)>
        runInner)
{
    /// <summary>How an iteration of a node ends, once the nodes that it waits for have.</summary>
    public ModelNode Run(
        NodeDefinition node,
        ModelScope scope,
        IEnumerable<string> after,
        int iteration = 1,
        bool isAgain = false,
        bool isReviewed = false)
    {
        var path = scope.PathOf(node.Id);
        ledger.Order.AddRange(iteration == 1 ? after.Select(from => (scope.PathOf(from), path)) : []);
        var run = new ModelRun(node, scope, path, iteration, isAgain || scope.IsAgain, isReviewed);
        return node.FanOut is null
            ? RunOnce(run)
            : AskAbout(
                $"{Place(path, iteration)}.",
                cycle => (RunAll(run with { IsAgain = run.IsAgain || cycle > 0 }, cycle), isReviewed));
    }

    /// <summary>Undoes what an iteration of a node has done.</summary>
    /// <returns>Where that is shown.</returns>
    public string Undo(NodeDefinition node, ModelScope scope, int iteration)
    {
        var path = scope.PathOf($"{ReferenceRoots.Compensate}.{node.Id}");
        ledger.Nodes[path] = RunOnce(new ModelRun(node.Compensate!, scope, path, iteration, Subject: node));
        return path;
    }

    /// <summary>Where that lies which an iteration of a node has inside of it.</summary>
    private static string Place(string path, int iteration) => iteration == 1 ? path : $"{path}@{iteration}";

    /// <summary>The items run once each time that all of the list is done.</summary>
    private ModelNode RunAll(ModelRun run, int cycle)
    {
        var (node, scope, iteration) = (run.Node, run.Scope, run.Iteration);
        var place = Place(run.Path, iteration);
        var fanOut = node.FanOut!;
        if (ItemsOf(fanOut, scope) is not { } items)
        {
            return new ModelNode(NodeStatus.Failed, iteration, null);
        }

        var ended = new List<ModelNode>();
        foreach (var (item, index) in items.Select((item, i) => (item, i)))
        {
            var inner = scope.With(("item", item), ("index", index));
            var path = $"{place}[{index}]";
            var one = RunOnce(new ModelRun(node with { FanOut = null }, inner, path, cycle + 1, run.IsAgain));
            ledger.Nodes[path] = one;
            ended.Add(one);
        }

        if (ended.Exists(one => one.Failed) && fanOut.OnFailure == FailureRule.FailFast)
        {
            ledger.Doubt($"{place}[");
            return new ModelNode(NodeStatus.Failed, iteration, null);
        }

        return new ModelNode(NodeStatus.Completed, iteration, new JsonObject
        {
            ["count"] = ended.Count,
            ["failed"] = ended.Count(one => one.Failed),
            ["values"] = new JsonArray([.. ended.Select(one => ModelScope.Plain(one.Failed ? null : one.Output))]),
        });
    }

    /// <summary>What a list is made for; null when it refers to nothing, or to what is no list.</summary>
    private static List<JsonNode?>? ItemsOf(FanOutDefinition fanOut, ModelScope scope) =>
        fanOut.Over is { } over
            ? (scope.Resolve(over, isLenient: true) as JsonArray)?.ToList()
            : [.. Enumerable.Range(0, fanOut.Copies!.Value).Select(n => (JsonNode?)n)];

    private ModelNode RunOnce(ModelRun run)
    {
        var (node, scope, iteration) = (run.Node, run.Scope, run.Iteration);
        switch (node.Kind)
        {
            case NodeKind.Workflow:
                if (!scope.TryFill(node.Input, out var inputs))
                {
                    return new ModelNode(NodeStatus.Failed, iteration, null);
                }

                return AskAbout($"{Place(run.Path, iteration)}+", cycle => RunInner(run, inputs, cycle));
            case NodeKind.Checkpoint:
                return ModelNode.Answered(run.Path, iteration, node.Checkpoint!.Question);
            case NodeKind.Wait when node.Wait!.Event == RandomWorkflows.Never:
                return node.Wait.ContinueOnTimeout
                    ? new ModelNode(NodeStatus.Completed, iteration, new JsonObject { ["data"] = null })
                    : new ModelNode(NodeStatus.Failed, iteration, null);
            case NodeKind.Wait:
                var data = node.Wait!.Event is { } name ? $"data of {name}" : null;
                return new ModelNode(NodeStatus.Completed, iteration, new JsonObject { ["data"] = data });
            default:
                return RunWork(run);
        }
    }

    private (ModelNode Ended, bool IsAsked) RunInner(
        ModelRun run, IReadOnlyDictionary<string, JsonNode?> inputs, int cycle)
    {
        var place = Place(run.Path, run.Iteration) + (cycle == 0 ? "" : $"+{cycle}");
        var (failed, output, isAsked) = runInner(run with { IsAgain = run.IsAgain || cycle > 0 }, place, inputs);
        var status = failed ? NodeStatus.Failed : NodeStatus.Completed;
        return (new ModelNode(status, run.Iteration, output), isAsked);
    }

    private ModelNode RunWork(ModelRun run)
    {
        var number = 0;
        return AskAbout($"{Place(run.Path, run.Iteration)}.", cycle =>
        {
            var (ended, isDoubted) = Try(run with { IsAgain = run.IsAgain || cycle > 0 }, ref number);
            return (ended, run.IsReviewed || isDoubted);
        });
    }

    /// <summary>A person may have it done again.</summary>
    private ModelNode AskAbout(string prefix, Func<int, (ModelNode Ended, bool IsAsked)> work)
    {
        for (var cycle = 0; ; cycle++)
        {
            var (ended, isAsked) = work(cycle);
            if (!isAsked || ended.Failed)
            {
                return ended;
            }

            var path = prefix + Reviews.Suffix;
            var answer = ModelNode.Answered(path, cycle + 1, question: null);
            ledger.Nodes[path] = answer;
            if (!answer.IsCorrected)
            {
                return answer.Failed ? ended with { Status = NodeStatus.Failed } : ended;
            }
        }
    }

    /// <summary>
    /// Work is tried as often as its policy and those who judge it allow. They may doubt that the result is good
    /// enough.
    /// </summary>
    private (ModelNode Ended, bool IsDoubted) Try(ModelRun run, ref int number)
    {
        var node = run.Node;
        for (int tries = 1, judged = 1; ; tries++)
        {
            number++;
            if (!run.TryCall(number, out var call))
            {
                return (new ModelNode(NodeStatus.Failed, run.Iteration, null), false);
            }

            ledger.Placements[run.Path] = node.Placement with { Privacy = run.Privacy };
            if (node.Placement.Labels.Contains(RandomWorkers.Nowhere))
            {
                // Nobody has it, and it waits for no longer than it may.
                return (new ModelNode(NodeStatus.Failed, run.Iteration, null), false);
            }

            var work = FakeWork.Do(call);
            var (ended, failure) = End(run, work);
            if (!ended.Failed && node.Evaluation is { } evaluation)
            {
                (ended, var below) = Judge(run, evaluation, ended, number);
                if (below != BelowRule.Retry || judged++ >= evaluation.MaxAttempts)
                {
                    return (ended, below == BelowRule.Checkpoint);
                }

                run = run with { IsAgain = true };
                continue;
            }

            var allowed = node.Retry.On is null || node.Retry.On.Contains(failure);
            if (!ended.Failed || tries >= node.Retry.Attempts || !allowed || !work.MayHelp)
            {
                return (ended, false);
            }
        }
    }

    private static (ModelNode Ended, FailureKind Failure) End(ModelRun run, FakeWork work)
    {
        // What a failed command has printed is kept, too.
        var output = new JsonObject { ["exitCode"] = work.ExitCode, ["stdout"] = work.Stdout ?? "" };
        var failed = new ModelNode(NodeStatus.Failed, run.Iteration, output);
        if (work.Failed || run.Node.OutputFormat != OutputFormat.Json)
        {
            return (work.Failed ? failed : failed with { Status = NodeStatus.Completed }, work.Failure);
        }

        try
        {
            output["value"] = JsonNode.Parse(work.Stdout!);
            return (failed with { Status = NodeStatus.Completed }, default);
        }
        catch (JsonException)
        {
            return (failed, FailureKind.Output);
        }
    }

    /// <summary>What those say who judge an attempt, and what follows where its score is too low.</summary>
    private (ModelNode Ended, BelowRule? Below) Judge(
        ModelRun run, EvaluationDefinition evaluation, ModelNode done, int number)
    {
        var failed = done with { Status = NodeStatus.Failed };
        var place = Place(run.Path, run.Iteration);
        var scope = run.Scope.WithPrevious(run.Node, done);
        var scores = new List<(double Weight, JsonNode? Value)>();
        foreach (var (judge, weight) in evaluation.Evaluators)
        {
            var path = $"{place}.{judge.Id}";
            var attempts = 0;
            var (said, _) = Try(
                new ModelRun(judge, scope, path, number, Subject: run.Node), ref attempts);
            ledger.Nodes[path] = said;
            scores.Add((weight, said.Failed ? null : (said.Output!["value"] as JsonObject)?["score"]));
        }

        if (scores.Exists(score => score.Value is null))
        {
            return (failed, null);
        }

        var mean = scores.Sum(score => score.Weight * (double)score.Value!) / scores.Sum(score => score.Weight);
        done.Output!["score"] = Math.Round(mean, 2);
        BelowRule? below = Math.Round(mean, 2) >= evaluation.Threshold ? null : evaluation.Below;
        return (below is BelowRule.Fail or BelowRule.Retry ? failed : done, below);
    }
}
