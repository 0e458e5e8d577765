using Swarm.Core.Graph;
using Swarm.Core.Patterns;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Patterns;

public class FanOutStateTests
{
    [Fact]
    public void So_many_run_at_a_time_and_the_next_starts_when_one_ends()
    {
        var state = new FanOutState(first: 10, count: 3, maxParallel: 2, FailureRule.FailFast);

        Assert.Equal([10, 11], state.TakeReady());
        Assert.Empty(state.TakeReady());
        state.Complete(11, NodeOutcome.Completed, null);
        Assert.Equal([12], state.TakeReady());
        state.Complete(10, NodeOutcome.Completed, null);
        Assert.False(state.IsFinished);
        state.Complete(12, NodeOutcome.Completed, null);
        Assert.Equal((true, NodeOutcome.Completed, null), (state.IsFinished, state.Outcome, state.Reason));
    }

    [Fact]
    public void The_first_failure_stops_what_has_not_started()
    {
        var state = new FanOutState(0, 5, 2, FailureRule.FailFast);
        state.TakeReady();

        state.Complete(1, NodeOutcome.Failed, "Broken.");

        Assert.Equal((true, false), (state.IsStopping, state.IsFinished));
        Assert.Empty(state.TakeReady());
        state.Complete(0, NodeOutcome.Cancelled, "Told to.");
        Assert.Equal(
            (true, NodeOutcome.Failed, "Item 1 failed: Broken."), (state.IsFinished, state.Outcome, state.Reason));
    }

    [Fact]
    public void Collected_failures_stop_nothing()
    {
        var state = new FanOutState(0, 2, 1, FailureRule.Collect);
        state.TakeReady();
        state.Complete(0, NodeOutcome.Failed, "Broken.");

        Assert.Equal([1], state.TakeReady());
        state.Complete(1, NodeOutcome.Completed, null);
        Assert.Equal((true, NodeOutcome.Completed), (state.IsFinished, state.Outcome));
    }

    [Fact]
    public void A_cancelled_one_starts_nothing_more()
    {
        var state = new FanOutState(0, 2, 1, FailureRule.Collect);
        state.TakeReady();

        state.Cancel("Enough.");

        Assert.False(state.IsFinished);
        state.Complete(0, NodeOutcome.Completed, null);
        Assert.Equal((true, NodeOutcome.Cancelled, "Enough."), (state.IsFinished, state.Outcome, state.Reason));
    }

    [Fact]
    public void Nothing_to_do_is_done_at_once() =>
        Assert.True(new FanOutState(0, 0, 1, FailureRule.FailFast).IsFinished);

    [Fact]
    public void What_does_not_run_cannot_end() =>
        Assert.Throws<InvalidOperationException>(
            () => new FanOutState(0, 2, 1, FailureRule.Collect).Complete(0, NodeOutcome.Completed, null));

    [Theory]
    [InlineData(0, "0+0")]
    [InlineData(200, "0+200")]
    [InlineData(201, "0+200 200+1")]
    [InlineData(450, "0+200 200+200 400+50")]
    public void What_is_too_wide_is_split_into_parts(int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', Nesting.Split(0, count).Select(part => $"{part.First}+{part.Count}")));

    [Theory]
    [InlineData(201)]
    [InlineData(40_000)]
    [InlineData(40_001)]
    [InlineData(1_000_000)]
    public void No_part_has_more_than_two_hundred_children_however_many_there_are(int count)
    {
        var parts = Nesting.Split(0, count);

        Assert.InRange(parts.Count, 2, Nesting.MaxChildren);
        Assert.Equal(count, parts.Sum(part => part.Count));
        Assert.All(parts.Zip(parts.Skip(1)), p => Assert.Equal(p.First.First + p.First.Count, p.Second.First));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(199)]
    [InlineData(200)]
    [InlineData(399)]
    [InlineData(10_000)]
    public void Parts_together_run_no_more_at_a_time_than_asked(int maxParallel)
    {
        var (parts, inEach) = Nesting.Share(maxParallel);

        Assert.InRange(parts * inEach, 1, maxParallel);
    }
}
