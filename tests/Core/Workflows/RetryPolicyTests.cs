using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

public class RetryPolicyTests
{
    [Fact]
    public void Waits_grow_up_to_the_longest()
    {
        var retry = new RetryPolicy
        {
            Attempts = 20,
            Backoff = TimeSpan.FromSeconds(2),
            MaxBackoff = TimeSpan.FromSeconds(30),
            Coefficient = 3,
        };

        Assert.Equal([2, 6, 18, 30, 30], Enumerable.Range(1, 5).Select(n => retry.DelayAfter(n).TotalSeconds));
        Assert.Equal(30, retry.DelayAfter(2_000).TotalSeconds);
    }

    [Fact]
    public void Without_a_policy_a_node_is_tried_once()
    {
        Assert.False(RetryPolicy.None.AllowsAnotherAfter(1));
        Assert.True(new RetryPolicy { Attempts = 2 }.AllowsAnotherAfter(1));
        Assert.False(new RetryPolicy { Attempts = 2 }.AllowsAnotherAfter(2));
    }
}
