using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Patterns;
using Swarm.Core.References;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Activities;

/// <summary>Makes one result of the answers of a mixture's experts.</summary>
public sealed class MixtureDeciding(ScopeReader scopes, OutputReader outputs, NodeResultStore results)
{
    public async Task<RunResult> DecideAsync(MixtureAnswers answers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var scope = await scopes.ReadAsync(answers.Run, cancellation);
        var found = new List<Answer>();
        foreach (var expert in scope.Definition.Nodes.Where(node => answers.Results.ContainsKey(node.Id)))
        {
            var result = answers.Results[expert.Id];
            if (await outputs.ReadAsync(answers.Run.RunId, expert, result, cancellation) is { } output)
            {
                found.Add(new Answer(expert.Id, output));
            }
        }

        MixtureView view;
        if (answers.Synthesis is { } synthesis)
        {
            view = await SynthesisAsync(scope, answers, synthesis, found.Count, cancellation);
        }
        else
        {
            var choice = Choices.Of(scope.Definition.Mixture!, found);
            if (choice.Winner is null)
            {
                return new RunResult(RunStatus.Failed, choice.Failure);
            }

            var winner = found.First(answer => answer.Expert == choice.Winner);
            view = new MixtureView(PlainResult.Of(winner.Output), winner.Expert, found.Count, choice.Votes);
        }

        await results.StoreAsync(
            answers.Run,
            JsonSerializer.SerializeToElement(view, ScopesJsonContext.Default.MixtureView),
            cancellation);
        return new RunResult(RunStatus.Completed, Reason: null) { Results = new Dictionary<string, string>() };
    }

    private async Task<MixtureView> SynthesisAsync(
        Scope scope,
        MixtureAnswers answers,
        string synthesis,
        int count,
        CancellationToken cancellation)
    {
        var node = scope.Definition.Nodes[^1];
        var made = await outputs.ReadAsync(answers.Run.RunId, node, synthesis, cancellation);
        return new MixtureView(
            made is { } output ? PlainResult.Of(output) : null,
            Winner: null,
            count,
            new Dictionary<string, JsonElement>());
    }
}
