using Swarm.Cli.Api;
using Swarm.Cli.Events;
using Swarm.Contracts.Runs;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Events;

/// <summary>A watch outlives its connections: every event is told once and in order.</summary>
public sealed class RunEventFeedTests : IAsyncLifetime
{
    private static readonly FeedOptions Quick = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(5),
        LongestPause = TimeSpan.FromMilliseconds(50),
    };

    private readonly FakeControlPlane server = new();
    private readonly List<FeedState> states = [];

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task A_connection_that_ends_is_opened_again_where_it_ended()
    {
        server.Streams.Add(new StreamScript(SampleRun.Events()[..2]) { HangsUp = true });
        server.Streams.Add(new StreamScript(SampleRun.Events()));

        Assert.Equal([1, 2, 3, 4], await ReadAllAsync());
        Assert.Contains(server.Requests, r => r.Target.EndsWith("/stream?after=2", StringComparison.Ordinal));
        Assert.Equal([FeedState.Connected], states);
    }

    [Fact]
    public async Task Events_that_come_twice_are_told_once()
    {
        server.Streams.Add(new StreamScript(SampleRun.Events()[..3]) { HangsUp = true });
        server.Streams.Add(new StreamScript(SampleRun.Events()) { IgnoresAfter = true });

        Assert.Equal([1, 2, 3, 4], await ReadAllAsync());
    }

    [Fact]
    public async Task A_gap_is_asked_for_again()
    {
        var events = SampleRun.Events();
        server.Streams.Add(new StreamScript(events[0], events[2], events[3]));
        server.Streams.Add(new StreamScript(events));

        Assert.Equal([1, 2, 3, 4], await ReadAllAsync());
    }

    [Fact]
    public async Task A_control_plane_that_dies_and_comes_back_does_not_end_the_watch()
    {
        var first = new StreamScript(SampleRun.Events()[..2]);
        server.Streams.Add(first);
        server.Streams.Add(new StreamScript(SampleRun.Events()));

        var reading = ReadAllAsync();
        await first.Written.Task.WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken);
        await server.StopAsync();
        await server.StartAsync();

        Assert.Equal([1, 2, 3, 4], await reading);
    }

    [Fact]
    public async Task A_control_plane_that_stays_away_for_too_long_ends_the_watch()
    {
        await server.StopAsync();

        await Assert.ThrowsAsync<ControlPlaneUnreachableException>(
            () => ReadAllAsync(Quick with { AbsenceLimit = TimeSpan.FromMilliseconds(100) }));
    }

    [Fact]
    public async Task A_silent_stream_is_opened_again()
    {
        server.Streams.Add(new StreamScript(SampleRun.Events()[..1]));
        server.Streams.Add(new StreamScript(SampleRun.Events()));

        Assert.Equal([1, 2, 3, 4], await ReadAllAsync(Quick with { SilenceLimit = TimeSpan.FromMilliseconds(200) }));
    }

    [Fact]
    public async Task A_control_plane_that_says_there_is_nothing_to_come_ends_the_watch() =>
        Assert.Empty(await ReadAllAsync());

    private Task<List<long>> ReadAllAsync() => ReadAllAsync(Quick);

    private async Task<List<long>> ReadAllAsync(FeedOptions options)
    {
        using var client = new SwarmClient(new Connection(server.Address, "swk_admin_test"));
        var feed = new RunEventFeed(client, TimeProvider.System, options) { StateChanged = states.Add };
        using var limit = new CancellationTokenSource(CliRun.Limit);
        var sequences = new List<long>();
        await foreach (RunEvent e in feed.ReadAsync(SampleRun.Id, limit.Token))
        {
            sequences.Add(e.Sequence);
        }

        return sequences;
    }
}
