using Swarm.Functions.Locks;
using Swarm.Functions.Orchestrations;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Locks;

/// <summary>Locks of nodes that are gone come free, whatever ended them.</summary>
public sealed class LockSweepTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task The_lock_of_an_instance_that_is_gone_goes_to_the_next_that_lives()
    {
        await using var app = new TestApp();
        var locks = app.Get<LockStore>();
        var (a, b, c) = (
            LockStoreTests.Claim(app, "a", 0), LockStoreTests.Claim(app, "b", 1), LockStoreTests.Claim(app, "c", 2));
        foreach (var claim in new[] { a, b, c })
        {
            await locks.AskAsync("x", claim, s_none);
        }

        app.Engine.Running.UnionWith(["a", "c"]);
        await app.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("a", (await locks.AskAsync("x", a, s_none)).Holder.InstanceId);

        app.Engine.Running.Remove("a");
        await app.PassAsync(TimeSpan.FromSeconds(5));

        Assert.Contains(("c", OrchestrationEvents.Wake), app.Engine.Events);
        Assert.Equal("c", (await locks.AskAsync("x", c, s_none)).Holder.InstanceId);
    }

    [Fact]
    public async Task Whoever_was_given_a_lock_and_not_told_is_told()
    {
        await using var app = new TestApp();
        var locks = app.Get<LockStore>();
        var (a, b) = (LockStoreTests.Claim(app, "a", 0), LockStoreTests.Claim(app, "b", 1));
        await locks.AskAsync("x", a, s_none);
        await locks.AskAsync("x", b, s_none);
        app.Engine.Running.UnionWith(["a", "b"]);

        await locks.ReleaseAsync("x", a, s_none);
        await app.PassAsync(TimeSpan.FromSeconds(15));

        Assert.Contains(("b", OrchestrationEvents.Wake), app.Engine.Events);
    }

    [Fact]
    public async Task A_lock_that_nobody_waits_for_is_gone_with_its_holder()
    {
        await using var app = new TestApp();
        var locks = app.Get<LockStore>();
        await locks.AskAsync("x", LockStoreTests.Claim(app, "a", 0), s_none);

        await app.PassAsync(TimeSpan.FromSeconds(15));

        await foreach (var held in locks.EachAsync(s_none))
        {
            Assert.Fail($"{held.Name} is held by {held.Holder.Claim.InstanceId}.");
        }
    }
}
