using System.Text.Json;
using Swarm.Core.Patterns;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Scopes;

/// <summary>
/// Puts together what a node can refer to when it starts. Rows do not change once they count, so a repeated look finds
/// the same.
/// </summary>
public sealed class NodeContexts(
    ScopeReader scopes,
    OutputReader outputs,
    ItemLists lists,
    PlanReports reports,
    NodeCorrections corrections,
    ContentLookup content,
    ContentValues values,
    PersonQuestions questions)
{
    /// <summary>What a node is when it starts, and what it can refer to.</summary>
    /// <param name="node">The node.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="judgement">What evaluators said of its last result, because of which it is done again.</param>
    public async Task<NodeContext> ReadAsync(
        NodeRun node, CancellationToken cancellation, string? judgement = null)
    {
        ArgumentNullException.ThrowIfNull(node);
        var scope = await scopes.ReadAsync(node.Run, cancellation);
        var found = await ReadOutputsAsync(scope, node.Run, node.Upstream, cancellation);
        var definition = node switch
        {
            { Review: not null } or { Opened: not null } => await questions.ReadAsync(node, scope, cancellation),
            { IsCompensation: true } => scope.Compensation(node.Node),
            { Judge: { } evaluator } => scope.Evaluator(node.Node, evaluator),
            _ => await corrections.ApplyAsync(
                NodeEdits.Apply(scope.Node(node.Node), node, scope.Run),
                node with { Correction = node.Correction ?? scope.Document.Correction },
                judgement,
                cancellation),
        };
        if (scope.Document is { Plan: not null, Trail: [] })
        {
            definition = PlanCompiler.WithoutMissing(definition, found.Keys);
        }

        var locals = node.Item is { } index ? await ItemAsync(node, index, cancellation) : [];
        if (scope.Definition.Mixture is { Rule: MixtureRule.Synthesis } && node.Node == MixtureDefinition.Synthesiser)
        {
            locals[ReferenceRoots.Answers] = await AnswersAsync(scope, found, cancellation);
            definition = Given(definition, ReferenceRoots.Answers);
        }
        else if (scope.Definition.Hierarchy is not null && node.Node == HierarchyDefinition.Director)
        {
            locals[ReferenceRoots.Briefing] = await reports.ReadAsync(node.Run, scope, cancellation);
            definition = Given(definition, ReferenceRoots.Briefing);
        }

        var references = new ReferenceScope(
            scope.Inputs,
            scope.Facts(),
            id => found.TryGetValue(id, out var output) ? output : null,
            locals);
        return new NodeContext(scope, definition, references);
    }

    /// <summary>What only this node has reaches it without being asked for, as the input of that name.</summary>
    private static NodeDefinition Given(NodeDefinition node, string local)
    {
        if (node.Input.ContainsKey(local))
        {
            return node;
        }

        var reference = JsonSerializer.SerializeToElement($"${{{local}}}", ScopesJsonContext.Default.String);
        return node with { Input = new Dictionary<string, JsonElement>(node.Input) { [local] = reference } };
    }

    /// <summary>
    /// The plain results of the experts that have answered, in the order of the file. Long ones make it a large value.
    /// </summary>
    private async Task<JsonElement> AnswersAsync(
        Scope scope, Dictionary<string, JsonElement> found, CancellationToken cancellation)
    {
        var answers = new List<JsonElement>();
        foreach (var expert in scope.Definition.Nodes.Where(expert => found.ContainsKey(expert.Id)))
        {
            answers.Add(await content.WholeAsync(PlainResult.Of(found[expert.Id]), cancellation));
        }

        var all = JsonSerializer.SerializeToElement([.. answers], ScopesJsonContext.Default.JsonElementArray);
        return await values.PutIfLargeAsync(scope.Run.Id, all, cancellation);
    }

    /// <summary>What a workflow's outputs can refer to once it has ended.</summary>
    public async Task<(Scope Scope, ReferenceScope References)> ReadEndedAsync(
        RunReference reference, IReadOnlyDictionary<string, string> results, CancellationToken cancellation)
    {
        var scope = await scopes.ReadAsync(reference, cancellation);
        var found = await ReadOutputsAsync(scope, reference, results, cancellation);
        return (scope, new ReferenceScope(
            scope.Inputs, scope.Facts(), id => found.TryGetValue(id, out var output) ? output : null));
    }

    private async Task<Dictionary<string, JsonElement>> ReadOutputsAsync(
        Scope scope,
        RunReference reference,
        IReadOnlyDictionary<string, string> results,
        CancellationToken cancellation)
    {
        var found = new Dictionary<string, JsonElement>();
        foreach (var (id, result) in results)
        {
            if (await outputs.ReadAsync(reference.RunId, scope.Node(id), result, cancellation) is { } output)
            {
                found[id] = output;
            }
        }

        return found;
    }

    private async Task<Dictionary<string, JsonElement>> ItemAsync(
        NodeRun node, int index, CancellationToken cancellation) => new()
    {
        [ReferenceRoots.Item] = await lists.ItemAsync(node.Subject(), index, cancellation),
        [ReferenceRoots.Index] = JsonSerializer.SerializeToElement(index, ScopesJsonContext.Default.Int32),
    };
}
