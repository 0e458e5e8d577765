using Swarm.Functions.Events;
using Swarm.Functions.Runs;

namespace Swarm.Functions.WorkItems;

/// <summary>Work items and what belongs to them inside a run transaction.</summary>
internal static class WorkItemRows
{
    public static Task<WorkItemDocument?> FindWorkItemAsync(
        this RunTransaction transaction, string workItemId, CancellationToken cancellation) =>
        transaction.FindAsync(
            RunRows.Work(workItemId), WorkItemsJsonContext.Default.WorkItemDocument, cancellation);

    public static void Save(this RunTransaction transaction, WorkItemDocument item) =>
        transaction.Save(RunRows.Work(item.Spec.Id), item, WorkItemsJsonContext.Default.WorkItemDocument);

    /// <summary>Changes the row of the work item's node.</summary>
    public static Task ChangeNodeAsync(
        this RunTransaction transaction,
        WorkItemSpec spec,
        Func<NodeDocument, NodeDocument> change,
        CancellationToken cancellation) =>
        transaction.ChangeNodeAsync(spec.Node, spec.RunAttempt, change, cancellation);

    /// <summary>Whether the work item is to end, with its run or with its node alone.</summary>
    public static async Task<bool> IsCancelledAsync(
        this RunTransaction transaction, WorkItemSpec spec, CancellationToken cancellation)
    {
        var control = await transaction.FindControlAsync(cancellation);
        return control is not null && spec.IsCoveredBy(control);
    }
}
