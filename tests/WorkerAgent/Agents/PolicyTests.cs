using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Policies;

namespace Swarm.Tests.WorkerAgent.Agents;

/// <summary>What the owner does not allow is not done, whatever the control plane sends.</summary>
public sealed class PolicyTests : AgentTest
{
    [Fact]
    public async Task Refused_work_is_reported_with_its_reason_and_has_touched_nothing()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        var policy = new OwnerPolicy { Commands = new CommandRules(["git *"], [], Scripts: false) };
        await using var agent = Start(policy);
        var item = WorkItems.Command(["touch", Folder.At("made")]) with
        {
            Git = new GitWork { Repository = repository.Path, Branch = "swarm/run/01jrun", CommitMessage = "x" },
        };

        Plane.Offer(item);
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal((WorkItemOutcome.Refused, null), (report.Outcome, report.RefusedUntil));
        Assert.Contains("commands.allow", report.Reason, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder.At("made")));
        Assert.Equal(["main"], await repository.ListAsync("branch", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task The_owners_slots_and_tools_are_what_the_control_plane_hears_of()
    {
        var policy = new OwnerPolicy
        {
            Tools = new AllowList([new Glob("noop")], []),
            Limits = new Limits { Slots = 1 },
        };
        await using var agent = Start(policy);

        var beat = await Plane.Heartbeats.FirstAsync(_ => true);

        Assert.Equal((1, 1), (Plane.Joins.Seen.Single().Slots, beat.Slots));
        Assert.Equal(["noop"], beat.Tools);
    }

    private RunningAgent Start(OwnerPolicy policy) => RunningAgent.Start(
        RunningAgent.Options(Plane.Url, Folder.At("data")) with { Policy = policy, Slots = 4 });
}
