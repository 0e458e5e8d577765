using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;
using static Swarm.Tests.Core.Allocation.Workers;

namespace Swarm.Tests.Core.Allocation;

/// <summary>What is stored and told of a decision.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void A_small_decision_is_kept_whole()
    {
        var outcome = Work.Allocate(Worker(), Worker("w2"), Worker("w3") with { UsedSlots = 4 });

        var decision = outcome.ToDecision("item", "swarm-worker-w1", Now);

        Assert.Equal("w1", decision.WorkerId);
        Assert.Equal(2, decision.CandidateCount);
        Assert.Equal(["w1", "w2"], decision.Candidates.Select(candidate => candidate.WorkerId));
        Assert.Equal(["w3"], decision.Exclusions.Select(exclusion => exclusion.WorkerId));
        Assert.Equal(1, decision.ExclusionCounts["slots"]);
        Assert.Equal(40, decision.Weights["match"]);
        Assert.Equal("w1 gets it with 73.1 points, ahead of 1 other worker(s).", decision.Summary);
    }

    [Fact]
    public void Of_a_large_one_the_best_eight_stay_and_of_the_others_the_counts()
    {
        var workers = Enumerable.Range(0, 1000)
            .Select(i => Worker($"w{i:D4}") with
            {
                UsedSlots = i % 5,
                Name = new string('n', 64),
                Labels = i % 2 == 0 ? [] : ["gpu"],
                Status = i % 7 == 0 ? WorkerStatus.Offline : WorkerStatus.Online,
            })
            .ToArray();

        var outcome = (Work with { Labels = ["gpu"] }).Allocate(workers);
        var decision = outcome.ToDecision("item", "queue", Now);

        Assert.Equal(1000, outcome.CandidateCount + outcome.Exclusions.Count);
        Assert.Equal(outcome.Candidates, decision.Candidates);
        Assert.Equal(8, decision.Candidates.Count);
        Assert.Equal(outcome.CandidateCount, decision.CandidateCount);
        Assert.Equal(8, decision.Exclusions.Count);
        Assert.Equal(500, decision.ExclusionCounts["label"]);
        Assert.Equal(outcome.Exclusions.Count, decision.ExclusionCounts.Values.Sum());
        Assert.InRange(JsonSerializer.Serialize(decision).Length, 1_000, 16_000);
    }

    [Fact]
    public void The_excluded_that_came_nearest_are_the_ones_kept()
    {
        var far = Enumerable.Range(0, 30).Select(i => Worker($"far{i}") with { Tools = [] });

        var decision = Work
            .Allocate([.. far, Worker("near") with { UsedSlots = 4 }])
            .ToDecision("item", "queue", Now);

        Assert.Equal("near", decision.Exclusions[0].WorkerId);
        Assert.Equal(ExclusionReason.Tool, decision.Exclusions[1].Reason);
    }

    [Fact]
    public void Nobody_is_told_apart_from_nobody_now()
    {
        Assert.Equal(
            "No worker has joined; it waits for the first one that fits.",
            Work.Allocate().ToDecision("item", "queue", Now).Summary);
        Assert.Equal(
            "None of 1 worker(s) fits; it waits for one that does.",
            Work.Allocate(Worker() with { Tools = [] }).ToDecision("item", "queue", Now).Summary);
        Assert.Equal(
            "1 of 2 worker(s) fit and cannot take it now; it waits for the first.",
            Work.Allocate(Worker() with { Tools = [] }, Worker() with { UsedSlots = 4 })
                .ToDecision("item", "queue", Now).Summary);
        Assert.Equal(
            "w1 gets it: it is the only worker that fits and is free.",
            Work.Allocate(Worker()).ToDecision("item", "queue", Now).Summary);
    }
}
