using System.Globalization;
using System.Text.Json.Nodes;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Has experts answer, and makes one result of their answers.</summary>
internal sealed class ModelMixture(
    ModelLedger ledger, ModelNodes nodes, WorkflowDefinition workflow, ModelScope scope)
{
    private readonly MixtureDefinition _mixture = workflow.Mixture!;

    /// <summary>True when enough have answered, and a result was made of it.</summary>
    public bool Run()
    {
        var isSynthesis = _mixture.Rule == MixtureRule.Synthesis;
        var experts = isSynthesis ? workflow.Nodes.SkipLast(1).ToList() : [.. workflow.Nodes];
        foreach (var expert in experts)
        {
            ledger.Nodes[scope.PathOf(expert.Id)] = nodes.Run(expert, scope, []);
        }

        var answers = experts.Select(expert => (expert.Id, Node: ledger.Nodes[scope.PathOf(expert.Id)]))
            .Where(answer => !answer.Node.Failed)
            .ToList();
        if (answers.Count < (_mixture.Quorum ?? experts.Count))
        {
            return false;
        }

        // Who is to fail may be cancelled before that, when the others are enough.
        foreach (var expert in experts.Where(expert => !answers.Exists(answer => answer.Id == expert.Id)))
        {
            ledger.Doubt(scope.PathOf(expert.Id));
        }

        scope.Result = new JsonObject { ["answers"] = answers.Count };
        return isSynthesis ? Synthesise(answers) : Choose(answers);
    }

    private bool Synthesise(List<(string Id, ModelNode Node)> answers)
    {
        scope.Locals["answers"] = new JsonArray([.. answers.Select(answer => ModelScope.Plain(answer.Node.Output))]);
        var synthesiser = workflow.Nodes[^1];
        var made = nodes.Run(synthesiser, scope, answers.Select(answer => answer.Id));
        ledger.Nodes[scope.PathOf(synthesiser.Id)] = made;
        scope.Result!["value"] = ModelScope.Plain(made.Output);
        scope.Result["votes"] = new JsonObject();
        return !made.Failed;
    }

    private bool Choose(List<(string Id, ModelNode Node)> answers)
    {
        var votes = answers
            .Select(answer => (answer.Id, answer.Node, Vote: _mixture.Path is { } path
                ? answer.Node.Output![path]
                : ModelScope.Plain(answer.Node.Output)))
            .ToList();
        var best = _mixture.Rule == MixtureRule.Best
            ? votes.MaxBy(vote => (double)vote.Vote!)
            : votes.GroupBy(vote => Normal(vote.Vote!)).MaxBy(group => group.Count())!.First();
        scope.Result!["value"] = _mixture.Rule == MixtureRule.Best
            ? ModelScope.Plain(best.Node.Output)
            : best.Vote!.DeepClone();
        scope.Result["winner"] = best.Id;
        scope.Result["votes"] = new JsonObject(
            votes.Select(vote => KeyValuePair.Create(vote.Id, vote.Vote?.DeepClone())));
        return true;
    }

    private static string Normal(JsonNode vote) =>
        ModelScope.TextOf(vote).Trim().ToUpper(CultureInfo.InvariantCulture);
}
