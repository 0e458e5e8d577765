using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;
using Swarm.Functions.Pending;
using Swarm.Functions.Runs;
using Swarm.Functions.Signals;
using Swarm.Functions.Storage;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Runs;

/// <summary>
/// Runs with more rows than one look takes in. The last of them were once forgotten: a cancellation looked at the first
/// 10,000 work items, a wake-up at the first 1,000 nodes that wait.
/// </summary>
public sealed class CrowdedRunTests
{
    private const int ManyItems = 10_000;
    private const int ManyWaits = 1_000;

    [Fact]
    public async Task Cancelling_ends_what_waits_behind_ten_thousand_other_work_items()
    {
        await using var app = new TestApp();
        var run = await app.ExecuteAsync();
        await CrowdAsync(app, run.Id, ManyItems);
        var last = Work.Spec($"{run.Id}~1~build~1~1", run.Id);
        await app.DispatchAsync(last);

        await app.CancelRunAsync(run.Id);

        Assert.Equal(WorkItemStatus.Cancelled, (await app.ReadAsync(last.Id, run.Id)).Lease.Status);
    }

    [Fact]
    public async Task An_event_wakes_its_node_behind_a_thousand_others_that_wait()
    {
        await using var app = new TestApp();
        var waits = Enumerable.Range(0, ManyWaits + 1).Select(number => Documents.ToRow(
            Work.RunId,
            SignalRows.Wait($"w{number:D5}"),
            new WaitDocument
            {
                InstanceId = $"w{number:D5}",
                Until = app.Clock.GetUtcNow() + TimeSpan.FromDays(1),
                Signal = number == ManyWaits ? 1 : null,
            },
            SignalsJsonContext.Default.WaitDocument));
        await app.AddRowsAsync(Work.RunId, waits);
        await app.Get<PendingStore>().AddAsync(PendingKinds.WakeNode, Work.RunId, "signal:go", default);

        await app.PassAsync(PendingStore.Grace + TimeSpan.FromSeconds(5));

        Assert.Equal([$"w{ManyWaits:D5}"], app.Engine.Events.Select(told => told.InstanceId).Distinct());
    }

    /// <summary>Work items that have ended; their ids come before those of the run's own.</summary>
    private static Task CrowdAsync(TestApp app, string runId, int count) => app.AddRowsAsync(
        runId,
        Enumerable.Range(0, count).Select(number => Documents.ToRow(
            runId,
            RunRows.Work($"{runId}~0~{number:D6}"),
            new WorkItemDocument
            {
                Spec = Work.Spec($"{runId}~0~{number:D6}", runId),
                Lease = new LeaseState { Status = WorkItemStatus.Completed },
                QueuedAt = app.Clock.GetUtcNow(),
            },
            WorkItemsJsonContext.Default.WorkItemDocument)));
}
