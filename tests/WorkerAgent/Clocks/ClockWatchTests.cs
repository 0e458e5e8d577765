using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Clocks;

namespace Swarm.Tests.WorkerAgent.Clocks;

public sealed class ClockWatchTests : IAsyncDisposable
{
    private readonly ManualClock clock = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private int jumps;

    public ClockWatchTests()
    {
        var watch = new ClockWatch(clock, NullLogger.Instance) { OnJump = () => Interlocked.Increment(ref jumps) };
        running = watch.RunAsync(stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(-3600, 1)]
    [InlineData(25, 1)]
    [InlineData(10, 0)]
    [InlineData(-10, 0)]
    public async Task A_clock_on_the_wall_that_goes_its_own_way_has_jumped(int seconds, int told)
    {
        clock.SetWall(TimeSpan.FromSeconds(seconds));
        await LookAsync(ClockWatch.LookEvery);

        Assert.Equal(told, jumps);

        await LookAsync(ClockWatch.LookEvery);
        Assert.Equal(told, jumps);
    }

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(20, 0)]
    public async Task A_look_that_comes_much_too_late_was_slept_over(int seconds, int told)
    {
        await LookAsync(TimeSpan.FromSeconds(seconds));

        Assert.Equal(told, jumps);
    }

    /// <summary>Lets time pass until the watch has looked and waits again.</summary>
    private async Task LookAsync(TimeSpan passes)
    {
        await clock.SomeTimerDueWithinAsync(ClockWatch.LookEvery);
        clock.Advance(passes);
        await clock.SomeTimerDueWithinAsync(ClockWatch.LookEvery);
    }
}
