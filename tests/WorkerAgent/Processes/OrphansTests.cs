using System.Diagnostics;
using Swarm.WorkerAgent.Processes;

namespace Swarm.Tests.WorkerAgent.Processes;

/// <summary>After a kill and a while, a recorded pid may belong to somebody else; that one must live.</summary>
public sealed class OrphansTests : IDisposable
{
    private readonly Process stranger = Process.Start("setsid", ["sleep", "600"]);

    public void Dispose()
    {
        stranger.Kill();
        stranger.Dispose();
    }

    [Fact]
    public void A_process_that_started_at_another_time_is_left_alone()
    {
        var mark = ProcessTable.FindStartMark(stranger.Id)!;

        Assert.Equal(0, Orphans.End(new SessionRecord(stranger.Id, mark + "1", "marker")));

        Assert.False(stranger.HasExited);
    }

    [Fact]
    public async Task The_recorded_process_is_ended()
    {
        var mark = ProcessTable.FindStartMark(stranger.Id)!;

        Assert.Equal(1, Orphans.End(new SessionRecord(stranger.Id, mark, "marker")));

        await stranger.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_session_without_its_first_process_is_ours_only_by_the_marker()
    {
        var gone = new SessionRecord(int.MaxValue, "mark", "marker");

        Assert.Equal(0, Orphans.End(gone));
    }
}
