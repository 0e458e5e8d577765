using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Redaction;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Snapshots;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Channels;

/// <summary>A tool that saves its progress after every step must not drown the control plane in it.</summary>
public sealed class SnapshotRateTests : AgentTest
{
    private static readonly ChannelRequest Save = new() { Do = ChannelVerbs.Snapshot };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_too_soon_after_the_last_is_refused_with_the_time_to_wait()
    {
        var clock = new ManualClock();
        var item = WorkItems.Noop("save");
        var work = WorkFolder.Create(new DataFolder(Folder.At("data")), item);
        using var http = HttpClients.Create(Plane.Url);
        using var log = new LogFile(Folder.At("log"));
        using var output = new WorkOutput(log, Redactor.None, clock);
        var client = new ControlPlaneClient(http, TimeProvider.System) { Key = Plane.Key };
        using var directives = new DirectiveNews(client, item, clock);
        var desk = Desk(item, work, output, http, client, directives, clock);

        var first = await desk.HandleAsync(Save, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(20));
        var tooSoon = await desk.HandleAsync(Save, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(10));
        var second = await desk.HandleAsync(Save, Cancellation);

        Assert.False(first.IsError, first.Text);
        Assert.True(tooSoon.IsError);
        Assert.Contains("every 30 s is taken, the next one in 10 s", tooSoon.Text, StringComparison.Ordinal);
        Assert.False(second.IsError, second.Text);
        Assert.Equal(2, Plane.SavedSnapshots.Seen.Count);
    }

    private static ToolDesk Desk(
        WorkItem item,
        WorkFolder work,
        WorkOutput output,
        HttpClient http,
        ControlPlaneClient client,
        DirectiveNews directives,
        TimeProvider clock)
    {
        var patience = new Patience(new SeededRandom(1), TimeProvider.System, NullLogger.Instance);
        var content = new ContentClient(http, client, TimeProvider.System);
        var snapshots = new SnapshotSaving(content, client, patience, TimeProvider.System, NullLogger.Instance);
        var locks = new LockTaking(client, patience, clock);
        return new ToolDesk(item, work, output, snapshots, locks, directives, tree: null, state: null, clock);
    }
}
