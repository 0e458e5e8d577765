using Swarm.Contracts.Json;
using Swarm.Functions.Events;
using Swarm.Functions.Runs;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Allocation;

/// <summary>The last decision on a work item, stored with it.</summary>
internal static class AllocationRows
{
    public static async Task SaveDecisionAsync(
        this RunTransaction transaction,
        WorkItemSpec spec,
        WorkDecision decision,
        string? because,
        CancellationToken cancellation)
    {
        var row = RunRows.Allocation(spec.Id);
        var type = SwarmJsonContext.Default.AllocationDecision;
        var known = await transaction.FindAsync(row, type, cancellation);
        var round = (known?.Round ?? 0) + 1;
        transaction.Save(
            row, decision.Outcome.ToDecision(spec.Id, decision.Queue, transaction.Now, round, because), type);
    }

    /// <summary>The first decision; there cannot be one yet, which spares the look.</summary>
    public static void SaveFirstDecision(this RunTransaction transaction, WorkItemSpec spec, WorkDecision decision) =>
        transaction.Save(
            RunRows.Allocation(spec.Id),
            decision.Outcome.ToDecision(spec.Id, decision.Queue, transaction.Now),
            SwarmJsonContext.Default.AllocationDecision);
}
