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

    /// <summary>It then looks older than all that is there, and is the only copy of what was not committed.</summary>
    [Fact]
    public void What_is_kept_after_the_clock_was_set_back_is_not_deleted_at_once()
    {
        var data = new DataFolder(folder.Path);
        var clock = new ManualClock();
        var lost = new LostWork(data, clock);
        clock.Advance(TimeSpan.FromDays(1));
        for (var i = 1; i <= LostWork.Kept; i++)
        {
            lost.Keep(WorkFolder.Create(data, WorkItems.Noop($"node{i:D2}")));
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        clock.SetWall(TimeSpan.FromHours(-3));
        var kept = lost.Keep(WorkFolder.Create(data, WorkItems.Noop("last")));

        Assert.True(Directory.Exists(kept));
        Assert.Equal(LostWork.Kept, Directory.GetDirectories(data.Lost).Length);
    }
}
