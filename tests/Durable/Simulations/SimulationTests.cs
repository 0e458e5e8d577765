using Swarm.Simulator;

namespace Swarm.Tests.Durable.Simulations;

public sealed class SimulationTests
{
    [Fact]
    public void Five_hundred_seeds_come_out_as_planned()
    {
        int crashes = 0;
        for (int seed = 1; seed <= 500; seed++)
        {
            crashes += new Simulation(seed).Run().Crashes;
        }

        Assert.True(crashes > 100, $"The processes died only {crashes} times.");
    }

    [Fact]
    public void A_seed_repeats_its_run_exactly()
    {
        Assert.Equal(new Simulation(7).Run(), new Simulation(7).Run());
    }

    public static TheoryData<string> Bugs => [.. DeliberateBugs.All.Keys];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_deliberate_bug_is_found_within_500_seeds(string bug)
    {
        Assert.True(IsFound(bug), $"No seed found the bug '{bug}'.");
    }

    private static bool IsFound(string bug)
    {
        for (int seed = 1; seed <= 500; seed++)
        {
            try
            {
                new Simulation(seed, store => new BuggyStore(store, DeliberateBugs.All[bug])).Run();
            }
            catch (Exception)
            {
                // A wrong outcome, a hang, or a broken invariant: whichever shows first.
                return true;
            }
        }

        return false;
    }
}
