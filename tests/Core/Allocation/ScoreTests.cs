using Swarm.Contracts.Allocation;
using Swarm.Core.Allocation;
using static Swarm.Tests.Core.Allocation.Workers;

namespace Swarm.Tests.Core.Allocation;

/// <summary>Among those that fit: who is preferred, and by how much.</summary>
public sealed class ScoreTests
{
    [Fact]
    public void The_balanced_preset_counts_match_40_availability_30_balance_20_affinity_10() =>
        Assert.Equal(
            [
                (AllocationPart.Match, 40.0),
                (AllocationPart.Availability, 30.0),
                (AllocationPart.Balance, 20.0),
                (AllocationPart.Affinity, 10.0),
            ],
            AllocationWeights.Preset("balanced")!.Parts());

    [Fact]
    public void The_privacy_first_preset_counts_tool_50_resources_30_privacy_20() =>
        Assert.Equal(
            [(AllocationPart.Tool, 50.0), (AllocationPart.Resources, 30.0), (AllocationPart.Privacy, 20.0)],
            AllocationWeights.Preset("privacy-first")!.Parts());

    [Fact]
    public void The_points_are_the_weighted_parts_and_every_part_can_be_read_back()
    {
        var work = Work with { Repository = "/src/app", Session = "s1" };
        var worker = Worker() with { UsedSlots = 1, Warm = new WarmState { Repositories = ["/src/app"] } };

        var best = work.Allocate(worker).Best!;

        // Processors 75 % idle, memory 12.5 % free; three of four slots free; the repository is warm, the session not.
        Assert.Equal(
            [
                new AllocationScore(AllocationPart.Match, 1, 40),
                new AllocationScore(AllocationPart.Availability, 0.438, 13.12),
                new AllocationScore(AllocationPart.Balance, 0.75, 15),
                new AllocationScore(AllocationPart.Affinity, 0.375, 3.75),
            ],
            best.Scores);
        Assert.Equal(71.88, best.Points);
    }

    [Fact]
    public void A_specialist_goes_before_a_worker_that_does_anything()
    {
        var work = Work with { Specialisation = Specialisation.Review };
        var specialist = Worker("w2") with { Specialisations = [Specialisation.Review], UsedSlots = 1 };

        Assert.Equal("w2", work.Allocate(Worker(), specialist).Best?.WorkerId);
    }

    [Fact]
    public void Wishes_prefer_and_do_not_exclude()
    {
        var work = Work with { PreferredLabels = ["fast"], PreferredTools = ["docker"] };

        Assert.Equal("w2", work.Allocate(Worker(), Worker("w2") with { Labels = ["fast"] }).Best?.WorkerId);
        Assert.Equal(0, work.Allocate(Worker()).Best?.Scores[0].Score);
    }

    [Theory]
    [InlineData("repository")]
    [InlineData("session")]
    [InlineData("model")]
    public void Whoever_holds_it_warm_is_preferred(string what)
    {
        var work = Work with { Repository = "repository", Session = "session", Model = "model" };
        var warm = new WarmState
        {
            Repositories = what == "repository" ? [what] : [],
            Sessions = what == "session" ? [what] : [],
            Models = what == "model" ? [what] : [],
        };

        Assert.Equal("w2", work.Allocate(Worker(), Worker("w2") with { Warm = warm }).Best?.WorkerId);
    }

    [Fact]
    public void Affinity_counts_for_nobody_when_nothing_could_be_warm() =>
        Assert.Equal(0, Work.Allocate(Worker()).Best?.Scores[3].Points);

    [Fact]
    public void Privacy_first_prefers_the_users_own_trusted_machine()
    {
        var work = Work with { User = "ada" };
        var shared = Worker() with { Owner = "ben", SharedWith = ["ada"], Trusted = true };
        var own = Worker("w2") with { Owner = "ada", Trusted = true };

        var outcome = Allocator.Allocate(work, [shared, own], AllocationWeights.PrivacyFirst, Now);

        Assert.Equal(["w2", "w1"], outcome.Candidates.Select(candidate => candidate.WorkerId));
        Assert.Equal([20.0, 10.0], outcome.Candidates.Select(candidate => candidate.Scores[2].Points));
    }

    [Fact]
    public void A_checked_tool_counts_more_than_one_nobody_checked()
    {
        var notChecked = Worker() with { Tools = [new WorkerTool { Name = "shell" }] };

        var outcome = Allocator.Allocate(Work, [notChecked, Worker("w2")], AllocationWeights.PrivacyFirst, Now);

        Assert.Equal([50.0, 25.0], outcome.Candidates.Select(candidate => candidate.Scores[0].Points));
    }

    [Fact]
    public void Equal_points_go_to_the_least_loaded_then_to_the_longest_idle_then_by_id()
    {
        var weights = new AllocationWeights { Match = 100 };
        var busy = Worker("a") with { UsedSlots = 1 };
        var idle = Worker("d") with { IdleSince = Now.AddMinutes(-1) };
        var longIdle = Worker("e") with { IdleSince = Now.AddMinutes(-9) };
        var one = Worker("b") with { IdleSince = Now };
        var other = Worker("c") with { IdleSince = Now };

        var outcome = Allocator.Allocate(Work, [busy, other, idle, one, longIdle], weights, Now);

        Assert.Equal(["e", "d", "b", "c", "a"], outcome.Candidates.Select(candidate => candidate.WorkerId));
    }

    [Fact]
    public void The_order_in_which_workers_are_given_changes_nothing()
    {
        var workers = Enumerable.Range(0, 50)
            .Select(i => Worker($"w{i:D2}") with { UsedSlots = i % 5, IdleSince = Now.AddSeconds(-(i % 3)) })
            .ToArray();

        var forwards = Work.Allocate(workers);
        var backwards = Work.Allocate([.. workers.Reverse()]);

        Assert.Equal(
            forwards.Candidates.Select(candidate => candidate.WorkerId),
            backwards.Candidates.Select(candidate => candidate.WorkerId));
    }
}
