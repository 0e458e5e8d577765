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
    public static async Task ChangeNodeAsync(
        this RunTransaction transaction,
        WorkItemSpec spec,
        Func<NodeDocument, NodeDocument> change,
        CancellationToken cancellation)
    {
        var row = RunRows.Node(spec.Node);
        var type = RunsJsonContext.Default.NodeDocument;
        var node = await transaction.FindAsync(row, type, cancellation);
        transaction.Save(row, change(node ?? NodeDocument.Of(spec.Node)), type);
    }

    /// <summary>Whether the work item is to end, with its run or with its node alone.</summary>
    public static async Task<bool> IsCancelledAsync(
        this RunTransaction transaction, WorkItemSpec spec, CancellationToken cancellation)
    {
        var control = await transaction.FindControlAsync(cancellation);
        return control is not null && spec.IsCoveredBy(control);
    }
}
