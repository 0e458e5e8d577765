using System.Text.Json;
using Swarm.Core.Json;
using Swarm.Core.Workflows;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Scopes;

/// <summary>Reads the workflows that a run is made of: its own, and those inside of it.</summary>
public sealed class ScopeReader(RunStore runs, WorkflowStore workflows, LargeDocuments documents)
{
    public async Task<Scope> ReadAsync(RunReference reference, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var run = await runs.GetAsync(reference.RunId, cancellation);
        var document = reference.IsRoot() ? Root(run) : await GetAsync(reference, cancellation);
        var version = await workflows.GetVersionAsync(document.WorkflowId, document.WorkflowVersion, cancellation);
        var outermost = document.Plan is { } plan
            ? plan.Deserialize(CoreJsonContext.Default.WorkflowDefinition)!
            : version.Definition;
        var definition = Follow(outermost, document.Trail);
        return new Scope(
            run, definition with { Checkpoints = definition.Checkpoints ?? document.Checkpoints }, document);
    }

    private static ScopeDocument Root(RunDocument run) => new()
    {
        WorkflowId = run.WorkflowId,
        WorkflowVersion = run.WorkflowVersion,
        Trail = [],
        Depth = 0,
        Inputs = run.Inputs,
    };

    private static WorkflowDefinition Follow(WorkflowDefinition definition, IReadOnlyList<string> trail) =>
        trail.Aggregate(
            definition, (outer, node) => outer.Nodes.First(known => known.Id == node).Workflow!.Definition!);

    private async Task<ScopeDocument> GetAsync(RunReference reference, CancellationToken cancellation)
    {
        var row = ScopeRows.Scope(reference.Scope);
        var type = ScopesJsonContext.Default.ScopeDocument;
        var found = await documents.FindAsync(reference.RunId, row, type, cancellation);
        return found ?? throw new InvalidOperationException(
            $"Run '{reference.RunId}' has no row for its inner workflow '{reference.Scope}'. It was probably deleted "
            + "while it ran.");
    }
}
