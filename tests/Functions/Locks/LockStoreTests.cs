using Swarm.Functions.Locks;
using Swarm.Functions.Orchestrations;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Locks;

/// <summary>Who has a lock, and who is next.</summary>
public sealed class LockStoreTests
{
    private const string Lock = "deployment";

    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task The_first_has_the_lock_and_the_others_get_it_in_the_order_in_which_they_asked()
    {
        await using var app = new TestApp();
        var (a, b, c) = (Claim(app, "a", 0), Claim(app, "b", 2), Claim(app, "c", 1));

        Assert.Equal("a", await AskAsync(app, a));
        Assert.Equal("a", await AskAsync(app, b));
        Assert.Equal("a", await AskAsync(app, c));
        Assert.Equal("c", await ReleaseAsync(app, a));
        Assert.Equal("c", await AskAsync(app, c));
        Assert.Equal("b", await ReleaseAsync(app, c));
        Assert.Equal("b", await AskAsync(app, b));
        Assert.Null(await ReleaseAsync(app, b));
        Assert.Equal("a", await AskAsync(app, a));
    }

    [Fact]
    public async Task Asking_again_changes_nothing_and_giving_back_again_tells_the_next_again()
    {
        await using var app = new TestApp();
        var (a, b) = (Claim(app, "a", 0), Claim(app, "b", 1));
        await AskAsync(app, a);
        await AskAsync(app, b);
        await AskAsync(app, b);
        Assert.Equal("a", await AskAsync(app, a));

        Assert.Equal("b", await ReleaseAsync(app, a));
        Assert.Equal("b", await ReleaseAsync(app, a));
        await AskAsync(app, b);
        Assert.Null(await ReleaseAsync(app, a));
        Assert.Null(await ReleaseAsync(app, b));
        Assert.Null(await ReleaseAsync(app, b));
    }

    [Fact]
    public async Task Whoever_leaves_the_line_is_passed_over()
    {
        await using var app = new TestApp();
        var (a, b, c) = (Claim(app, "a", 0), Claim(app, "b", 1), Claim(app, "c", 2));
        await AskAsync(app, a);
        await AskAsync(app, b);
        await AskAsync(app, c);

        Assert.Null(await ReleaseAsync(app, b));
        Assert.Equal("c", await ReleaseAsync(app, a));
    }

    [Fact]
    public async Task Of_many_at_a_time_one_has_the_lock_and_all_of_them_get_it()
    {
        await using var app = new TestApp();
        var (holders, turns, most) = (0, 0, 0);
        var claims = Enumerable.Range(0, 24).Select(i => Claim(app, $"i{i}", i % 5)).ToList();
        var woken = claims.ToDictionary(claim => claim.InstanceId, _ => new SemaphoreSlim(1));

        await Task.WhenAll(claims.Select(claim => Task.Run(async () =>
        {
            do
            {
                await woken[claim.InstanceId].WaitAsync(TimeSpan.FromMinutes(1));
            }
            while (await AskAsync(app, claim) != claim.InstanceId);

            most = Math.Max(most, Interlocked.Increment(ref holders));
            turns++;
            Interlocked.Decrement(ref holders);
            if (await ReleaseAsync(app, claim) is { } next)
            {
                woken[next].Release();
            }
        })));

        Assert.Equal((1, 24), (most, turns));
    }

    [Fact]
    public async Task A_crash_at_any_write_leaves_a_lock_that_the_next_step_finds_right()
    {
        for (var writes = 0; ; writes++)
        {
            await using var app = new TestApp();
            var (a, b) = (Claim(app, "a", 0), Claim(app, "b", 1));
            app.Crash.Arm(writes);
            try
            {
                await AskAsync(app, a);
                await AskAsync(app, b);
                await ReleaseAsync(app, a);
            }
            catch (CrashException)
            {
                // Each step is an activity, which is repeated.
            }

            var hasCrashed = app.Crash.HasCrashed;
            app.Crash.Restart();
            await AskAsync(app, b);
            await ReleaseAsync(app, a);
            Assert.Equal("b", await AskAsync(app, b));
            Assert.Null(await ReleaseAsync(app, b));
            if (!hasCrashed)
            {
                Assert.True(writes > 2);
                return;
            }
        }
    }

    internal static LockClaim Claim(TestApp app, string instance, int second) => new(
        instance,
        new RunReference("run", 1),
        new NodeMark(instance, 1),
        app.Clock.GetUtcNow() + TimeSpan.FromSeconds(second));

    private static async Task<string> AskAsync(TestApp app, LockClaim claim) =>
        (await app.Get<LockStore>().AskAsync(Lock, claim, s_none)).Holder.InstanceId;

    private static async Task<string?> ReleaseAsync(TestApp app, LockClaim claim) =>
        (await app.Get<LockStore>().ReleaseAsync(Lock, claim, s_none)).InstanceId;
}
