using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;

namespace Swarm.Tests.WorkerAgent.Recovery;

public sealed class LastLifeTests : AgentTest
{
    [Fact]
    public async Task Of_two_reports_of_one_work_item_the_newest_is_delivered()
    {
        Spool(token: 1);
        Spool(token: 2);

        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        var (_, report) = await Plane.Reports.FirstAsync(_ => true);

        Assert.Equal(2, report.Token);
        Assert.Contains("+1", Assert.Single(Directory.GetDirectories(Folder.At("lost"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_put_aside_and_holds_nothing_up()
    {
        Directory.CreateDirectory(Folder.At("work/torn"));
        File.WriteAllText(Folder.At("work/torn/claim.json"), "{");

        await using var agent = RunningAgent.Start(Plane, Folder.Path);
        await Plane.Heartbeats.FirstAsync(_ => true);

        Assert.EndsWith("-torn", Assert.Single(Directory.GetDirectories(Folder.At("lost"))), StringComparison.Ordinal);
    }

    private void Spool(long token)
    {
        var work = WorkFolder.Create(new DataFolder(Folder.Path), WorkItems.Noop(token: token));
        work.SpoolReport(new ReportRequest
        {
            RunId = WorkItems.RunId,
            Token = token,
            Outcome = WorkItemOutcome.Completed,
        });
    }
}
