using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Scopes;

/// <summary>A workflow inside of a run, or the run's own, with all that its nodes can see.</summary>
/// <param name="Run">The run.</param>
/// <param name="Definition">What the workflow is.</param>
/// <param name="Document">Where it comes from and what it was given.</param>
public sealed record Scope(RunDocument Run, WorkflowDefinition Definition, ScopeDocument Document)
{
    public IReadOnlyDictionary<string, JsonElement> Inputs => Document.Inputs;

    public RunFacts Facts() => new(Run.Id, Run.Number, Run.Branch);

    /// <summary>The repository that the workflow's nodes work in: its own input goes before the run's.</summary>
    public string? Repository() => RunDocument.TextIn(Inputs, InputNames.Repository) ?? Run.Repository();

    /// <summary>What the run's branch starts from; null for the repository's current branch.</summary>
    public string? Base() => RunDocument.TextIn(Inputs, InputNames.Base) ?? Run.Base();

    /// <summary>How private all of it is at least.</summary>
    public Privacy LeastPrivacy() => NodePrivacy.Max(Document.Privacy, NodePrivacy.Of(Definition));

    /// <summary>A node, as private as it must be here.</summary>
    public NodeDefinition Node(string id) =>
        Definition.Nodes.First(node => node.Id == id).Within(LeastPrivacy());

    /// <summary>Who judges a node: he sees what it has put out, so as private as the node.</summary>
    public NodeDefinition Evaluator(string id, string evaluator)
    {
        var node = Node(id);
        return node.Evaluation!.Evaluators
            .First(known => known.Node.Id == evaluator).Node
            .Within(node.Placement.Privacy);
    }

    /// <summary>What undoes a node: work on the same things, so as private as the node.</summary>
    public NodeDefinition Compensation(string id)
    {
        var node = Node(id);
        return node.Compensate!.Within(node.Placement.Privacy);
    }
}
