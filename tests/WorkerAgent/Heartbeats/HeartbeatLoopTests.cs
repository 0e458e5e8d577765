using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts.Json;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Heartbeats;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Tools;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Heartbeats;

public sealed class HeartbeatLoopTests : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly HeldWork held = new();
    private readonly Answering handler = new();
    private readonly HttpClient http;
    private readonly CancellationTokenSource stop = new();
    private readonly HeartbeatLoop loop;
    private readonly Task running;

    public HeartbeatLoopTests()
    {
        http = HttpClients.Create(new Uri("http://control-plane"), handler);
        loop = new HeartbeatLoop(
            new ControlPlaneClient(http, clock),
            held,
            Catalogues.Of(clock, new ShellTool([], new CommandRunner(clock)), new NoopTool()),
            3,
            new MachineLoad(new DataFolder(folder.Path), new WorkerProfile(), new WarmMemory()),
            Backoff.ForNetwork(new Random(1)),
            clock,
            NullLogger.Instance);
        running = loop.RunAsync(stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
        handler.Dispose();
        stop.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task An_idle_worker_is_heard_every_thirty_seconds()
    {
        await clock.TimerDueInAsync(TimeSpan.FromSeconds(30));

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(handler.Beats.Seen);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty((await handler.Beats.FirstAsync(_ => true)).Held);
    }

    [Fact]
    public async Task Every_heartbeat_tells_the_tools_and_slots_of_this_life()
    {
        held.DemandHeartbeat();

        var beat = await handler.Beats.FirstAsync(_ => true);

        Assert.Equal(["shell", "noop"], beat.Tools!);
        Assert.Equal(3, beat.Slots);
    }

    [Fact]
    public async Task A_new_claim_is_listed_after_half_a_second_and_from_then_on_every_five()
    {
        await clock.TimerDueInAsync(TimeSpan.FromSeconds(30));
        using var claim = new Claim("item", 7);
        await held.AddAsync(claim);
        await clock.TimerDueInAsync(TimeSpan.FromMilliseconds(500));

        clock.Advance(TimeSpan.FromMilliseconds(500));
        var first = await handler.Beats.FirstAsync(_ => true);
        await clock.TimerDueInAsync(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));
        var second = await handler.Beats.FirstAsync(beat => beat.Sequence == 2);

        Assert.Equal([new HeldWorkItem("item", 7)], first.Held);
        Assert.Equal(first.ProcessId, second.ProcessId);
    }

    [Fact]
    public async Task What_work_has_used_so_far_is_told_with_its_claim()
    {
        using var claim = new Claim("item", 7) { Used = new ToolUsage { OutputTokens = 5 } };
        using var silent = new Claim("other", 1);
        await held.AddAsync(claim);
        await held.AddAsync(silent);

        held.DemandHeartbeat();

        var beat = await handler.Beats.FirstAsync(seen => seen.Held.Count == 2);
        Assert.Equal([new WorkUsage("item", 7, new ToolUsage { OutputTokens = 5 })], beat.Used);
    }

    [Fact]
    public async Task Draining_and_work_given_up_are_told_at_once()
    {
        loop.AnnounceDraining();
        Assert.True((await handler.Beats.FirstAsync(_ => true)).Draining);

        var claim = new Claim("item", 7);
        await held.AddAsync(claim);
        claim.End(EndReason.Abandoned);
        held.Release(claim);

        Assert.Empty((await handler.Beats.FirstAsync(beat => beat.Sequence == 2)).Held);
    }

    [Fact]
    public async Task An_answer_about_an_older_lease_leaves_the_newer_one_alone()
    {
        using var older = new Claim("item", 1);
        using var newer = new Claim("item", 2);
        await held.AddAsync(older);
        var asked = held.List();
        held.Release(older);
        await held.AddAsync(newer);

        Assert.False(held.End(["item"], asked, EndReason.LeaseLost));

        Assert.Equal(EndReason.None, newer.Reason);
    }

    [Fact]
    public async Task A_control_plane_that_is_away_is_asked_again_with_growing_waits()
    {
        handler.IsAway = true;
        held.DemandHeartbeat();
        for (var tries = 1; tries <= 3; tries++)
        {
            var seen = tries;
            await handler.Tries.FirstAsync(number => number == seen);
            await clock.SomeTimerDueWithinAsync(TimeSpan.FromSeconds(10));
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        handler.IsAway = false;

        await handler.Tries.FirstAsync(number => number == 4);
    }

    private sealed class Answering : HttpMessageHandler
    {
        private int tries;

        public bool IsAway { get; set; }

        public Signals<HeartbeatRequest> Beats { get; } = new();

        public Signals<int> Tries { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellation)
        {
            Tries.Add(++tries);
            if (IsAway)
            {
                throw new HttpRequestException("away");
            }

            var json = SwarmJsonContext.Default;
            var beat = (await request.Content!.ReadFromJsonAsync(json.HeartbeatRequest, cancellation))!;
            Beats.Add(beat);
            var answer = new HeartbeatResponse { Sequence = beat.Sequence };
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(answer, json.HeartbeatResponse),
            };
        }
    }
}
