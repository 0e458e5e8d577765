using Swarm.Contracts.Locks;
using Swarm.Contracts.Problems;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Locks;
using Swarm.Functions.Orchestrations;
using Swarm.Tests.Functions.Allocation;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Locks;

/// <summary>Work takes locks in its middle; its node holds them.</summary>
public sealed class WorkLockTests
{
    private const string Name = "deploy:prod";

    [Fact]
    public async Task A_lock_that_is_free_is_held_and_nobody_else_gets_it()
    {
        await using var app = new TestApp();
        var (worker, one, other) = await TwoAsync(app);

        Assert.True((await ChangeAsync(app, worker, one)).IsHeld);
        Assert.True((await ChangeAsync(app, worker, one)).IsHeld);

        Assert.Equal(
            new WorkLockResponse(IsHeld: false, Work.RunId, "build"), await ChangeAsync(app, worker, other));
    }

    [Fact]
    public async Task Whoever_did_not_get_it_is_not_in_the_line()
    {
        await using var app = new TestApp();
        var (worker, one, other) = await TwoAsync(app);
        await ChangeAsync(app, worker, one);
        await ChangeAsync(app, worker, other);

        await ChangeAsync(app, worker, one, release: true);

        Assert.Empty(app.Engine.Events);
        Assert.True((await ChangeAsync(app, worker, other)).IsHeld);
    }

    [Fact]
    public async Task Whoever_waits_for_it_has_it_as_soon_as_it_is_free()
    {
        await using var app = new TestApp();
        var (worker, one, other) = await TwoAsync(app);
        await ChangeAsync(app, worker, one);

        // The clock stands still: only a signal can wake who waits.
        var waiting = ChangeAsync(app, worker, other, waitSeconds: 25);
        await ChangeAsync(app, worker, one, release: true);

        Assert.True((await waiting.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).IsHeld);
    }

    [Fact]
    public async Task A_lock_that_is_given_back_wakes_those_who_listen_and_one_that_goes_to_the_next_in_line_does_not()
    {
        await using var app = new TestApp();
        var (worker, one, _) = await TwoAsync(app);
        using var subscription = app.Get<LockSignals>().Subscribe(Name);
        await ChangeAsync(app, worker, one);
        await app.Get<LockStore>().AskAsync(Name, WaitingNode(app), CancellationToken.None);

        await ChangeAsync(app, worker, one, release: true);
        Assert.False(await subscription.WaitAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None));

        await app.Get<LockStore>().ReleaseAsync(Name, WaitingNode(app), CancellationToken.None);
        Assert.True(await subscription.WaitAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None));
    }

    [Fact]
    public async Task A_node_that_waits_for_it_gets_it_when_the_work_gives_it_back()
    {
        await using var app = new TestApp();
        var (worker, one, _) = await TwoAsync(app);
        await ChangeAsync(app, worker, one);
        await app.Get<LockStore>().AskAsync(Name, WaitingNode(app), CancellationToken.None);

        await ChangeAsync(app, worker, one, release: true);

        Assert.Equal("waiting", Assert.Single(app.Engine.Events).InstanceId);
    }

    [Fact]
    public async Task A_stale_token_takes_nothing()
    {
        await using var app = new TestApp();
        var (worker, one, _) = await TwoAsync(app);

        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => ChangeAsync(app, worker, one with { Token = one.Token + 1 }));

        Assert.Equal(ProblemCodes.LeaseLost, refused.Body.Code);
    }

    private static async Task<(string Worker, WorkItem One, WorkItem Other)> TwoAsync(TestApp app)
    {
        var worker = await app.JoinAsync("machine-1", slots: 2);
        await app.DispatchAsync();
        var one = await app.TakeAsync(worker);
        await app.DispatchAsync(Fleet.Spec(2) with { InstanceId = Work.RunId + "~1~build~2" });
        return (worker, one, await app.TakeAsync(worker));
    }

    private static LockClaim WaitingNode(TestApp app) => new(
        "waiting", new RunReference(Work.RunId, 1), new NodeMark("other", 1), app.Clock.GetUtcNow());

    private static Task<WorkLockResponse> ChangeAsync(
        TestApp app, string worker, WorkItem item, bool release = false, int waitSeconds = 0) =>
        app.Get<WorkLocking>().ChangeAsync(
            worker,
            item.Id,
            new WorkLockRequest
            {
                RunId = item.RunId,
                Token = item.Token,
                Name = Name,
                Release = release,
                WaitSeconds = waitSeconds,
            },
            app.Engine,
            CancellationToken.None);
}
