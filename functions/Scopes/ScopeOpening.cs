using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Checkpoints;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Content;
using Swarm.Functions.Events;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Scopes;

/// <summary>The beginning and the end of a workflow inside of another.</summary>
public sealed class ScopeOpening(
    NodeContexts contexts,
    ContentLookup content,
    ScopeReader scopes,
    WorkflowStore workflows,
    RunStore runs,
    RunTransactions transactions,
    ScopeStore store,
    NodeResultStore results,
    CheckpointRequesting checkpoints)
{
    /// <summary>
    /// Fixes which workflow it is and what it is given. What was fixed before stays, whatever has been stored since.
    /// </summary>
    public async Task<ScopeOpened> OpenAsync(NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (await runs.IsCancelledAsync(node, cancellation))
        {
            return new ScopeOpened(default, IsCancelled: true);
        }

        if (await checkpoints.FindAsync(node, cancellation) is { } opened)
        {
            return new ScopeOpened(default, Opened: opened);
        }

        var context = await contexts.ReadAsync(node, cancellation);
        var resolution = await content.ResolveAsync(
            context.References, scope => ReferenceResolver.Resolve(context.Node, scope), cancellation);
        if (resolution.Node is not { } resolved)
        {
            return new ScopeOpened(default, resolution.Failure);
        }

        var (document, failure) = await FindAsync(node, context, resolved, cancellation);
        if (failure is not null)
        {
            return new ScopeOpened(default, $"Node '{node.Node}' cannot start: {failure}");
        }

        var inner = node.Run with { Scope = node.Place() };
        await store.FixAsync(inner, document!, cancellation);
        await transactions.BeginNodeAsync(node, NodeStatus.InProgress, cancellation);
        var definition = (await scopes.ReadAsync(inner, cancellation)).Definition;
        return new ScopeOpened(definition.Pattern) { IsAsked = Reviews.AsksAboutAll(definition) };
    }

    /// <summary>Stores what the workflow has put out.</summary>
    public async Task<NodeEnded> CloseAsync(ScopeEnding ending, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ending);
        var (node, result) = (ending.Node, ending.Result);
        if (result.Status != RunStatus.Completed)
        {
            return result.Status == RunStatus.Cancelled
                ? NodeEnded.Cancelled(result.Reason ?? "It was cancelled.")
                : NodeEnded.Failed(result.Reason);
        }

        var inner = node.Run with { Scope = node.Place() };
        var (output, failure) = await OutputAsync(inner, result, cancellation);
        return output is null
            ? NodeEnded.Failed(failure)
            : await results.StoreAsync(node with { Redone = 0 }, output.Value, cancellation);
    }

    /// <summary>What a workflow that has ended puts out, or why that cannot be told.</summary>
    public async Task<OutputResolution> OutputAsync(
        RunReference workflow, RunResult result, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(result);
        var ended = result.Results ?? new Dictionary<string, string>();
        var (scope, references) = await contexts.ReadEndedAsync(workflow, ended, cancellation);
        if (scope.Definition.Pattern is WorkflowPattern.Mixture or WorkflowPattern.Hierarchical)
        {
            return new OutputResolution(await results.ReadAsync(workflow, cancellation), Failure: null);
        }

        if (scope.Definition.Outputs is { } outputs)
        {
            return await content.ResolveAsync(
                references, known => ReferenceResolver.ResolveOutputs(outputs, known), cancellation);
        }

        var byNode = ended.Keys
            .Select(id => (Id: id, Output: references.OutputOf(id)))
            .Where(node => node.Output is not null)
            .ToDictionary(node => node.Id, node => node.Output!.Value);
        var isPipeline = scope.Definition.Pattern == WorkflowPattern.Sequential && byNode.Count > 0;
        return new OutputResolution(
            isPipeline
                ? byNode.Values.First()
                : JsonSerializer.SerializeToElement(byNode, ScopesJsonContext.Default.DictionaryStringJsonElement),
            Failure: null);
    }

    private async Task<(ScopeDocument? Document, string? Failure)> FindAsync(
        NodeRun node, NodeContext context, ResolvedNode resolved, CancellationToken cancellation)
    {
        var outer = context.Scope.Document;
        if (outer.Depth >= WorkflowLimits.MaxNesting)
        {
            return (null, $"workflows lie inside of each other deeper than {WorkflowLimits.MaxNesting} levels.");
        }

        var nested = context.Node.Workflow!;
        var definition = nested.Definition;
        var document = outer with
        {
            Depth = outer.Depth + 1,
            Trail = [.. outer.Trail, context.Node.Id],
            Privacy = context.Node.Placement.Privacy,
            Correction = node.Correction ?? outer.Correction,
        };
        if (definition is null)
        {
            var version = await workflows.FindByNameAsync(nested.Name!, nested.Version, cancellation);
            if (version is null)
            {
                var which = nested.Version is { } number ? $"version {number} of the workflow" : "workflow";
                return (null, $"there is no {which} '{nested.Name}'. Store it first.");
            }

            definition = version.Definition;
            document = document with
            {
                WorkflowId = version.Head.Id,
                WorkflowVersion = version.Head.Version,
                Trail = [],
                Plan = null,
            };
        }

        document = document with
        {
            Checkpoints = node.IsReviewed ? Reviews.Inside(definition.Pattern) : null,
        };

        // What the step before put out is handed on to a workflow that asks for it, and no other need know of it.
        var given = resolved.Input
            .Where(input => input.Key != ReferenceRoots.Previous
                || context.Node.Input.ContainsKey(input.Key)
                || definition.Inputs.Any(known => known.Name == input.Key))
            .ToDictionary(input => input.Key, input => input.Value);
        var inputs = InputValues.Of(definition, given);
        return inputs.IsValid
            ? (document with { Inputs = inputs.Values }, null)
            : (null, string.Join(" ", inputs.Errors.Values.SelectMany(errors => errors)));
    }
}
