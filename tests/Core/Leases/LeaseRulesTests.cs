using Swarm.Contracts.Statuses;
using Swarm.Core.Leases;

namespace Swarm.Tests.Core.Leases;

public class LeaseRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_claim_takes_the_next_token()
    {
        var decision = LeaseRules.Claim(new LeaseState { Token = 4, Deliveries = 1 }, "w1", Now);

        Assert.True(decision.Granted);
        Assert.Equal(
            new LeaseState
            {
                Status = WorkItemStatus.Claimed, Token = 5, WorkerId = "w1", Deliveries = 2, ClaimedAt = Now,
            },
            decision.Lease);
    }

    [Theory]
    [InlineData(WorkItemStatus.Claimed)]
    [InlineData(WorkItemStatus.Completed)]
    [InlineData(WorkItemStatus.Failed)]
    [InlineData(WorkItemStatus.Cancelled)]
    [InlineData(WorkItemStatus.Dead)]
    public void Only_queued_work_can_be_claimed(WorkItemStatus status)
    {
        var lease = new LeaseState { Status = status, Token = 4 };

        Assert.Equal(new ClaimDecision(false, lease), LeaseRules.Claim(lease, "w1", Now));
    }

    [Fact]
    public void A_lease_holds_60_seconds_after_its_claim_or_the_last_heartbeat_that_listed_it()
    {
        var lease = LeaseRules.Claim(new LeaseState(), "w1", Now).Lease;

        Assert.False(LeaseRules.HasEnded(lease, listedAt: null, Now.AddSeconds(59)));
        Assert.True(LeaseRules.HasEnded(lease, listedAt: null, Now.AddSeconds(60)));
        Assert.False(LeaseRules.HasEnded(lease, listedAt: Now.AddSeconds(40), Now.AddSeconds(99)));
        Assert.True(LeaseRules.HasEnded(lease, listedAt: Now.AddSeconds(40), Now.AddSeconds(100)));
        Assert.False(LeaseRules.HasEnded(lease, listedAt: Now.AddSeconds(-600), Now.AddSeconds(59)));
    }

    [Fact]
    public void What_has_no_lease_never_ends() =>
        Assert.False(LeaseRules.HasEnded(new LeaseState(), listedAt: null, DateTimeOffset.MaxValue));

    [Fact]
    public void A_lost_lease_is_refused_at_once_and_the_work_queued_again()
    {
        var lease = LeaseRules.Claim(new LeaseState(), "w1", Now).Lease;

        var released = LeaseRules.Release(lease);

        Assert.Equal((WorkItemStatus.Queued, 2L, null), (released.Status, released.Token, released.WorkerId));
        Assert.Equal(ReportDecision.Stale, LeaseRules.Report(released, lease.Token));
        Assert.Equal(released, LeaseRules.Release(released));
    }

    [Fact]
    public void After_five_deliveries_the_work_is_a_dead_letter()
    {
        var lease = new LeaseState();
        for (var delivery = 1; delivery <= 5; delivery++)
        {
            Assert.Equal(WorkItemStatus.Queued, lease.Status);
            lease = LeaseRules.Release(LeaseRules.Claim(lease, "w1", Now).Lease);
        }

        Assert.Equal((WorkItemStatus.Dead, 10L), (lease.Status, lease.Token));
    }

    [Theory]
    [InlineData(WorkItemStatus.Claimed, 3, ReportDecision.Accepted)]
    [InlineData(WorkItemStatus.Claimed, 2, ReportDecision.Stale)]
    [InlineData(WorkItemStatus.Claimed, 4, ReportDecision.Stale)]
    [InlineData(WorkItemStatus.Completed, 3, ReportDecision.Repeated)]
    [InlineData(WorkItemStatus.Failed, 3, ReportDecision.Repeated)]
    [InlineData(WorkItemStatus.Cancelled, 3, ReportDecision.Repeated)]
    [InlineData(WorkItemStatus.Completed, 2, ReportDecision.Stale)]
    [InlineData(WorkItemStatus.Queued, 3, ReportDecision.Stale)]
    [InlineData(WorkItemStatus.Dead, 3, ReportDecision.Stale)]
    public void A_result_counts_once_and_only_under_the_present_token(
        WorkItemStatus status, long token, ReportDecision expected) =>
        Assert.Equal(expected, LeaseRules.Report(new LeaseState { Status = status, Token = 3 }, token));

    [Fact]
    public void A_worker_lets_go_only_of_what_it_has_listed_before()
    {
        // 'c' was claimed between the two heartbeats; its answer may still be on its way.
        Assert.Equal(["a"], LeaseRules.LetGo(listedBefore: ["a", "b"], listedNow: ["b", "c"]));
    }
}
