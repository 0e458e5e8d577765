using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;

namespace Swarm.Tests.WorkerAgent.Folders;

public sealed class LostWorkTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_newest_twenty_are_kept()
    {
        var data = new DataFolder(folder.Path);
        var clock = new ManualClock();
        var lost = new LostWork(data, clock);
        for (var i = 1; i <= 23; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            lost.Keep(WorkFolder.Create(data, WorkItems.Noop($"node{i:D2}")));
        }

        var kept = Directory.GetDirectories(data.Lost).Order().ToArray();

        Assert.Equal(20, kept.Length);
        Assert.Contains("node04", kept[0], StringComparison.Ordinal);
        Assert.Contains("node23", kept[^1], StringComparison.Ordinal);
    }
}
