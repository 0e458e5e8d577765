using Swarm.Contracts.Schedules;
using Swarm.Core.Schedules;

namespace Swarm.Tests.Core.Schedules;

public sealed class OverlapRulesTests
{
    [Theory]
    [InlineData(OverlapPolicy.Skip, false, 0, OverlapDecision.Start)]
    [InlineData(OverlapPolicy.Skip, true, 0, OverlapDecision.Skip)]
    [InlineData(OverlapPolicy.CancelPrevious, false, 0, OverlapDecision.Start)]
    [InlineData(OverlapPolicy.CancelPrevious, true, 0, OverlapDecision.CancelThenStart)]
    [InlineData(OverlapPolicy.Queue, false, 0, OverlapDecision.Start)]
    [InlineData(OverlapPolicy.Queue, true, 0, OverlapDecision.Queue)]
    [InlineData(OverlapPolicy.Queue, false, 1, OverlapDecision.Queue)]
    [InlineData(OverlapPolicy.Queue, true, OverlapRules.MaxQueued, OverlapDecision.Skip)]
    public void A_tick_does_what_the_policy_says(
        OverlapPolicy policy, bool isRunning, int queued, OverlapDecision expected) =>
        Assert.Equal(expected, OverlapRules.Decide(policy, isRunning, queued));
}
