using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Snapshots;

/// <summary>An agent that stops before its work is done hands the progress over.</summary>
public sealed class DrainTests : AgentTest
{
    [Fact]
    public async Task The_progress_of_work_that_is_given_up_is_saved_and_another_agent_goes_on_with_it()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        var item = WorkItems.Script("echo half > half.txt; echo ready; while :; do sleep 0.1; done") with
        {
            Git = new GitWork { Repository = repository.Path, Branch = "swarm/run/01jrun", CommitMessage = "Work" },
        };
        await using (var agent = RunningAgent.Start(Plane, Folder.At("data")))
        {
            Plane.Offer(item);
            await Plane.Lines.FirstAsync(line => line.Line.Text == "ready");
            agent.Drain();
            agent.Abort();
            await agent.Completion;
        }

        var saved = Assert.Single(Plane.SavedSnapshots.Seen);
        await using var other = RunningAgent.Start(Plane, Folder.At("other"));
        Plane.Offer(WorkItems.Script("cat half.txt", token: 3) with { Git = item.Git, Snapshot = saved.Snapshot });
        var (_, report) = await Plane.Reports.FirstAsync(told => told.Report.Token == 3);

        Assert.Equal((1, "half\n"), (saved.Token, report.Stdout));
        Assert.Equal("half", await repository.ShowAsync(report.Commit!, "half.txt"));
    }

    [Fact]
    public async Task A_repository_that_lacks_the_beginning_of_the_work_begins_anew()
    {
        var repository = await TestRepository.CreateAsync(Folder.At("repository"));
        var snapshot = new Contracts.Snapshots.WorkSnapshot
        {
            At = DateTimeOffset.UnixEpoch,
            Base = new string('a', 40),
            Commit = new string('b', 40),
            Bundle = Plane.Keep("no bundle at all"),
        };
        await using var agent = RunningAgent.Start(Plane, Folder.At("data"));

        Plane.Offer(WorkItems.Script("ls") with
        {
            Snapshot = snapshot,
            Git = new GitWork { Repository = repository.Path, Branch = "swarm/run/01jrun", CommitMessage = "Work" },
        });
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal("readme\n", report.Stdout);
    }
}
