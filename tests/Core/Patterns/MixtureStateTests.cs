using Swarm.Core.Graph;
using Swarm.Core.Patterns;

namespace Swarm.Tests.Core.Patterns;

public class MixtureStateTests
{
    [Fact]
    public void It_is_settled_once_enough_have_answered_and_what_comes_later_is_ignored()
    {
        var state = new MixtureState(experts: 3, quorum: 2);

        state.Complete("c", NodeOutcome.Completed, null);
        Assert.False(state.IsSettled);
        state.Complete("a", NodeOutcome.Completed, null);
        state.Complete("b", NodeOutcome.Completed, null);

        Assert.Equal((true, NodeOutcome.Completed), (state.IsSettled, state.Outcome));
        Assert.Equal(["c", "a"], state.Answered);
    }

    [Fact]
    public void It_fails_as_soon_as_enough_cannot_answer_any_more()
    {
        var state = new MixtureState(3, 2);

        state.Complete("a", NodeOutcome.Failed, "No.");
        Assert.False(state.IsSettled);
        state.Complete("b", NodeOutcome.Failed, "Neither.");

        Assert.Equal((true, NodeOutcome.Failed), (state.IsSettled, state.Outcome));
        Assert.Equal(
            "Only 0 of the 2 answers that are needed have come. The last to fail was 'b': Neither.", state.Reason);
        state.Complete("c", NodeOutcome.Completed, null);
        Assert.Empty(state.Answered);
    }

    [Fact]
    public void Cancelling_settles_it_once()
    {
        var state = new MixtureState(2, 1);
        state.Cancel("Enough.");
        state.Complete("a", NodeOutcome.Completed, null);

        Assert.Equal((true, NodeOutcome.Cancelled, "Enough."), (state.IsSettled, state.Outcome, state.Reason));
    }
}
