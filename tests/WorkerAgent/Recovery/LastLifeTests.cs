using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;

namespace Swarm.Tests.WorkerAgent.Recovery;

public sealed class LastLifeTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private FakeControlPlane plane = null!;

    public async ValueTask InitializeAsync() => plane = await FakeControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Of_two_reports_of_one_work_item_the_newest_is_delivered()
    {
        Spool(token: 1);
        Spool(token: 2);

        await using var agent = RunningAgent.Start(plane, folder.Path);
        var (_, report) = await plane.Reports.FirstAsync(_ => true);

        Assert.Equal(2, report.Token);
        Assert.Contains("+1", Assert.Single(Directory.GetDirectories(folder.At("lost"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_put_aside_and_holds_nothing_up()
    {
        Directory.CreateDirectory(folder.At("work/torn"));
        File.WriteAllText(folder.At("work/torn/claim.json"), "{");

        await using var agent = RunningAgent.Start(plane, folder.Path);
        await plane.Heartbeats.FirstAsync(_ => true);

        Assert.EndsWith("-torn", Assert.Single(Directory.GetDirectories(folder.At("lost"))), StringComparison.Ordinal);
    }

    private void Spool(long token)
    {
        var work = WorkFolder.Create(new DataFolder(folder.Path), WorkItems.Noop(token: token));
        work.SpoolReport(new ReportRequest
        {
            RunId = WorkItems.RunId,
            Token = token,
            Outcome = WorkItemOutcome.Completed,
        });
    }
}
