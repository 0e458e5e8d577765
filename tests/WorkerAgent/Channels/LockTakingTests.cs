using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Channels;

public sealed class LockTakingTests : AgentTest
{
    private static readonly WorkItem Item = WorkItems.Noop("locks");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_control_plane_is_asked_to_wait_and_after_the_limit_the_tool_is_told_who_holds_the_lock()
    {
        var clock = new ManualClock();
        using var http = HttpClients.Create(Plane.Url);
        var locks = Locks(http, clock);

        var taking = locks.TakeAsync(Item, FakeControlPlane.TakenLock, Cancellation);

        foreach (var passed in new[] { 26, 19 })
        {
            // It answers at once, as one does that is about to stop: the agent makes a pause of its own.
            await clock.SomeTimerDueWithinAsync(TimeSpan.FromSeconds(2));
            clock.Advance(TimeSpan.FromSeconds(passed));
        }

        var reply = await taking.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Equal([25, 19, 0], Plane.LockRequests.Seen.Select(asked => asked.WaitSeconds));
        Assert.True(reply.IsError);
        Assert.Contains("held by node deploy of run run-9", reply.Text, StringComparison.Ordinal);
    }

    private LockTaking Locks(HttpClient http, TimeProvider clock)
    {
        var client = new ControlPlaneClient(http, TimeProvider.System) { Key = Plane.Key };
        var patience = new Patience(new SeededRandom(1), TimeProvider.System, NullLogger.Instance);
        return new LockTaking(client, patience, clock);
    }
}
