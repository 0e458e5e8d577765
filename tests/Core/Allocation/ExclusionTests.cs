using Swarm.Contracts.Allocation;
using Swarm.Contracts.Statuses;
using Swarm.Core.Allocation;
using static Swarm.Tests.Core.Allocation.Workers;

namespace Swarm.Tests.Core.Allocation;

/// <summary>Every filter: who is left out, and what a person reads about it.</summary>
public sealed class ExclusionTests
{
    [Fact]
    public void A_worker_that_fits_and_is_free_gets_it()
    {
        var outcome = Work.Allocate(Worker());

        Assert.Equal("w1", outcome.Best?.WorkerId);
        Assert.Empty(outcome.Exclusions);
    }

    [Fact]
    public void A_worker_without_the_tool_is_left_out() =>
        Excluded(Work with { Tool = "claude-code" }, Worker(), ExclusionReason.Tool,
            "does not have the tool 'claude-code'");

    [Fact]
    public void A_worker_whose_version_is_out_of_range_is_left_out() =>
        Excluded(Work with { Version = VersionRange.Parse(">=6 <7") }, Worker(), ExclusionReason.ToolVersion,
            "has 'shell' 5.2.1; >=6 <7 is needed");

    [Fact]
    public void A_worker_that_does_not_tell_its_version_does_not_fit_a_range() =>
        Excluded(
            Work with { Version = VersionRange.Parse("5") },
            Worker() with { Tools = [new WorkerTool { Name = "shell" }] },
            ExclusionReason.ToolVersion,
            "does not tell its version of 'shell'; 5 is needed");

    [Fact]
    public void A_worker_that_lacks_one_of_the_labels_is_left_out() =>
        Excluded(Work with { Labels = ["home", "gpu"] }, Worker() with { Labels = ["home"] }, ExclusionReason.Label,
            "lacks the label 'gpu'");

    [Fact]
    public void A_worker_set_up_for_other_work_is_left_out() =>
        Excluded(
            Work with { Specialisation = Specialisation.Bugfix },
            Worker() with { Specialisations = [Specialisation.Docs, Specialisation.Test] },
            ExclusionReason.Specialisation,
            "is set up for docs, test, not for bugfix");

    [Fact]
    public void A_worker_without_specialisations_does_anything() =>
        Assert.NotNull((Work with { Specialisation = Specialisation.Bugfix }).Allocate(Worker()).Best);

    [Fact]
    public void Sensitive_work_goes_to_trusted_workers_only()
    {
        var work = Work with { Privacy = Privacy.Sensitive };

        Excluded(work, Worker(), ExclusionReason.Trust, "is not trusted with sensitive work");
        Assert.NotNull(work.Allocate(Worker() with { Trusted = true }).Best);
    }

    [Theory]
    [InlineData(PermissionLevel.Autonomous, PermissionLevel.Supervised, false)]
    [InlineData(PermissionLevel.Autonomous, PermissionLevel.Autonomous, true)]
    [InlineData(PermissionLevel.Supervised, PermissionLevel.HumanRequired, false)]
    [InlineData(PermissionLevel.Supervised, PermissionLevel.Autonomous, true)]
    [InlineData(PermissionLevel.HumanRequired, PermissionLevel.HumanRequired, true)]
    public void Work_acts_no_more_freely_than_the_owner_allows(
        PermissionLevel work, PermissionLevel owner, bool fits) =>
        Assert.Equal(
            fits, (Work with { Permission = work }).Allocate(Worker() with { Permission = owner }).Best is not null);

    [Fact]
    public void A_permission_is_told_in_the_words_of_the_file() =>
        Excluded(Work, Worker() with { Permission = PermissionLevel.HumanRequired }, ExclusionReason.Permission,
            "allows human-required work at most; this is autonomous");

    [Fact]
    public void A_worker_that_is_not_shared_with_the_user_is_left_out()
    {
        var worker = Worker() with { Owner = "ada", SharedWith = ["ben"] };

        Excluded(Work with { User = "cleo" }, worker, ExclusionReason.Sharing,
            "belongs to ada and is not shared with cleo");
        Assert.NotNull((Work with { User = "ada" }).Allocate(worker).Best);
        Assert.NotNull((Work with { User = "ben" }).Allocate(worker).Best);
        Assert.NotNull((Work with { User = "cleo" }).Allocate(Worker()).Best);
    }

    [Fact]
    public void A_machine_that_is_too_small_is_told_apart_from_one_that_is_busy()
    {
        Excluded(Work with { MemoryBytes = 16 * GiB }, Worker(), ExclusionReason.MachineSize,
            "has 8 GiB of memory, 16 GiB are needed");
        Excluded(Work with { MemoryBytes = 4 * GiB }, Worker(), ExclusionReason.FreeResources,
            "has 1 of 8 GiB free memory, 4 GiB are needed");
        Excluded(Work with { Cpus = 12 }, Worker(), ExclusionReason.MachineSize,
            "has 8 processors, 12 are needed");
        Excluded(Work with { Cpus = 7 }, Worker(), ExclusionReason.FreeResources,
            "has 6 of 8 processors idle, 7 are needed");
        Excluded(Work with { DiskBytes = 200 * GiB }, Worker(), ExclusionReason.FreeResources,
            "has 100 GiB of disk free, 200 GiB are needed");
    }

    [Fact]
    public void A_machine_that_tells_nothing_of_itself_does_not_fit_work_that_needs_resources() =>
        Excluded(Work with { MemoryBytes = GiB }, Worker() with { Machine = new MachineState() },
            ExclusionReason.FreeResources, "does not tell its free memory, 1 GiB are needed");

    [Theory]
    [InlineData(WorkerStatus.Offline, ExclusionReason.Offline, "is offline")]
    [InlineData(WorkerStatus.Draining, ExclusionReason.Draining, "is draining and takes no more work")]
    [InlineData(WorkerStatus.Error, ExclusionReason.Error, "says that it cannot work: no reason given")]
    public void A_worker_that_cannot_work_now_is_left_out(WorkerStatus status, ExclusionReason reason, string detail) =>
        Excluded(Work, Worker() with { Status = status }, reason, detail);

    [Fact]
    public void A_tool_that_does_not_work_there_says_why() =>
        Excluded(
            Work,
            Worker() with { Tools = [new WorkerTool { Name = "shell", IsHealthy = false, Problem = "no licence" }] },
            ExclusionReason.ToolUnhealthy,
            "says that its 'shell' does not work: no licence");

    [Fact]
    public void A_tool_is_parked_until_its_quota_is_full_again()
    {
        var parked = Worker() with
        {
            Tools = [new WorkerTool { Name = "shell", ParkedUntil = Now.AddMinutes(30) }],
        };

        Excluded(Work, parked, ExclusionReason.ToolParked,
            "has used up its quota of 'shell' until 2026-11-20 12:30 UTC");
        Assert.NotNull(Allocator.Allocate(Work, [parked], AllocationWeights.Balanced, Now.AddMinutes(30)).Best);
    }

    [Fact]
    public void A_machine_over_its_owners_threshold_gets_no_more()
    {
        Excluded(Work, Worker() with { Thresholds = new MachineThresholds { CpuMaxPercent = 20 } },
            ExclusionReason.Threshold, "has its processors 25 % busy; from 20 % on it takes no more");
        Excluded(Work, Worker() with { Thresholds = new MachineThresholds { MemoryMaxPercent = 80 } },
            ExclusionReason.Threshold, "has 88 % of its memory in use; from 80 % on it takes no more");
        Excluded(Work, Worker() with { Thresholds = new MachineThresholds { DiskFreeMinBytes = 200 * GiB } },
            ExclusionReason.Threshold, "has 100 GiB of disk left; below 200 GiB it takes no more");
    }

    [Fact]
    public void A_worker_whose_slots_are_taken_is_busy()
    {
        Excluded(Work, Worker() with { UsedSlots = 4 }, ExclusionReason.Slots,
            "is busy: all of its 4 slots are taken");
        Excluded(Work, Worker() with { Slots = 1, UsedSlots = 1 }, ExclusionReason.Slots,
            "is busy: its only slot is taken");
    }

    [Fact]
    public void A_worker_that_did_not_claim_it_does_not_get_it_again() =>
        Excluded(Work with { NotClaimedBy = ["w1"] }, Worker(), ExclusionReason.NotClaimed,
            "was given it before and did not claim it in time");

    [Fact]
    public void A_worker_that_refused_it_does_not_get_it_before_it_said_it_may()
    {
        var refusal = new WorkRefusal("w1", "Not at night.", Until: null);
        Excluded(Work with { RefusedBy = [refusal] }, Worker(), ExclusionReason.Refused,
            "has refused it: Not at night");
        Assert.Equal(
            ExclusionReason.Refused,
            Allocator.FindMisfit(Work with { RefusedBy = [refusal] }, Worker(), Now)?.Reason);
        Assert.Null(Allocator.FindMisfit(Work with { RefusedBy = [refusal with { Until = Now }] }, Worker(), Now));
    }

    [Fact]
    public void A_worker_that_takes_nothing_at_all_says_why()
    {
        Assert.Null(Allocator.FindHeldBack(Worker() with { UsedSlots = 4 }));
        Assert.Equal(
            "is draining and takes no more work",
            Allocator.FindHeldBack(Worker() with { Status = WorkerStatus.Draining }));
        Assert.Equal(
            "says that it cannot work: the disk is broken",
            Allocator.FindHeldBack(Worker() with { Status = WorkerStatus.Error, Problem = "the disk is broken" }));
        Assert.Equal(
            "has its processors 25 % busy; from 20 % on it takes no more",
            Allocator.FindHeldBack(Worker() with { Thresholds = new MachineThresholds { CpuMaxPercent = 20 } }));
    }

    [Fact]
    public void The_reason_told_is_the_one_that_matters_longest() =>
        Excluded(
            Work with { Labels = ["gpu"] },
            Worker() with { Status = WorkerStatus.Offline, UsedSlots = 4 },
            ExclusionReason.Label,
            "lacks the label 'gpu'");

    [Fact]
    public void A_worker_that_asks_by_itself_is_not_refused_for_being_busy_or_silent()
    {
        var asks = Worker() with { Status = WorkerStatus.Offline, UsedSlots = 4 };

        Assert.Null(Allocator.FindMisfit(Work, asks, Now));
        Assert.Equal(
            ExclusionReason.Trust,
            Allocator.FindMisfit(Work with { Privacy = Privacy.Sensitive }, asks, Now)?.Reason);
        Assert.Equal(
            ExclusionReason.Draining,
            Allocator.FindMisfit(Work, asks with { Status = WorkerStatus.Draining }, Now)?.Reason);
    }

    private static void Excluded(WorkRequirements work, WorkerCandidate worker, ExclusionReason reason, string detail)
    {
        var outcome = work.Allocate(worker);

        Assert.Null(outcome.Best);
        Assert.Equal([new AllocationExclusion("w1", "w1", reason, detail)], outcome.Exclusions);
    }
}
