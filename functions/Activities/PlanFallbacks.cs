using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Allocation;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Activities;

/// <summary>What takes a director's place, and when it has to.</summary>
public sealed class PlanFallbacks(
    WorkItemStore items, ScopeReader scopes, OutputReader outputs, NodeResultStore results, SwarmTables tables)
{
    /// <summary>Why nobody works at the director's plan; null while somebody does, or soon will.</summary>
    public async Task<string?> FindTroubleAsync(NodeRun director, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(director);
        var runId = director.Run.RunId;
        var node = await tables.FindNodeAsync(runId, director.Path(), cancellation);
        if (node?.Current()?.WorkItemId is not { } id
            || await items.FindAsync(runId, id, cancellation) is not { Lease.Status: WorkItemStatus.Queued })
        {
            return null;
        }

        var type = SwarmJsonContext.Default.AllocationDecision;
        var decision = await tables.Runs.FindAsync(runId, RunRows.Allocation(id), type, cancellation);
        return decision is not null && Allocator.FitsNobody(decision.Document)
            ? $"No worker can plan it. {decision.Document.Summary}"
            : null;
    }

    /// <summary>Stores what the fallback has put out as what the hierarchy puts out.</summary>
    public async Task CloseAsync(FallbackTaken taken, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var fallback = (await scopes.ReadAsync(taken.Run, cancellation)).Node(HierarchyDefinition.Fallback);
        var output = taken.Result is null
            ? null
            : await outputs.ReadAsync(taken.Run.RunId, fallback, taken.Result, cancellation);
        var view = new HierarchyView(output is { } put ? PlainResult.Of(put) : null, Rounds: 0, Subtasks: 0)
        {
            Fallback = taken.Reason,
        };
        await results.StoreAsync(
            taken.Run, JsonSerializer.SerializeToElement(view, ScopesJsonContext.Default.HierarchyView), cancellation);
    }
}
