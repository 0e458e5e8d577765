using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts.Queues;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Pulling;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Pulling;

public sealed class QueuePullingTests : IAsyncLifetime
{
    private const string Pointer = """{"runId":"run-1","workItemId":"item-1"}""";

    private static readonly string[] Tools = ["shell"];
    private static readonly PullQueue High = new("swarm-tool-shell-high", PullSource.Tool, 0);
    private static readonly PullQueue Low = new("swarm-tool-shell-low", PullSource.Tool, 2);

    private readonly ManualClock clock = new();
    private FakeControlPlane plane = null!;
    private FakeStorage storage = null!;
    private HttpClient http = null!;
    private HttpClient queueHttp = null!;
    private QueuePulling pulling = null!;

    public async ValueTask InitializeAsync()
    {
        plane = await FakeControlPlane.StartAsync();
        storage = await FakeStorage.StartAsync();
        http = HttpClients.Create(plane.Url);
        queueHttp = HttpClients.CreateForQueues(HttpClients.QueueHandler());
        var client = new ControlPlaneClient(http, clock) { Key = plane.Key };
        var reader = new QueueReader(queueHttp, clock);
        pulling = new QueuePulling(client, reader, new SeededRandom(1), clock, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        queueHttp.Dispose();
        await storage.DisposeAsync();
        await plane.DisposeAsync();
    }

    [Fact]
    public async Task A_pointer_comes_with_a_receipt_by_which_the_control_plane_deletes_the_message()
    {
        await OpenAsync();
        storage.Send(Low.Name, Pointer);

        var pointer = await pulling.PullAsync(0, default);

        Assert.Equal(("run-1", "item-1"), (pointer!.RunId, pointer.WorkItemId));
        Assert.Equal(new QueueReceipt(Low.Name, "17", "AbC+/="), QueueReceipt.Decode(pointer.Receipt));
    }

    [Fact]
    public async Task Queues_are_looked_into_in_the_order_of_the_turn()
    {
        await OpenAsync();
        storage.Send(Low.Name, Pointer.Replace("item-1", "low", StringComparison.Ordinal));
        storage.Send(High.Name, Pointer.Replace("item-1", "high", StringComparison.Ordinal));
        var turnOfLow = Enumerable.Range(0, PullOrder.RoundTurns).First(
            turn => PullOrder.At(turn, [High, Low])[0] == Low);

        var first = await pulling.PullAsync(turnOfLow, default);
        var second = await pulling.PullAsync(turnOfLow + 1, default);

        Assert.Equal(("low", "high"), (first!.WorkItemId, second!.WorkItemId));
    }

    [Fact]
    public async Task With_nothing_there_it_waits_until_a_queue_is_due_again()
    {
        await OpenAsync();

        var pull = pulling.PullAsync(0, default);
        await clock.SomeTimerDueWithinAsync(OpenedQueue.FirstPause);
        Assert.False(pull.IsCompleted);
        clock.Advance(OpenedQueue.FirstPause);

        Assert.Null(await pull);
        Assert.Equal(2, storage.Looks.Seen.Count);
    }

    [Theory]
    [InlineData(Pointer, 11)]
    [InlineData("no json", 1)]
    [InlineData("{}", 1)]
    public async Task A_message_that_is_of_no_use_is_set_aside_and_the_next_one_taken(string body, int takes)
    {
        await OpenAsync();
        storage.Send(High.Name, body, takes);
        storage.Send(High.Name, Pointer.Replace("item-1", "next", StringComparison.Ordinal), takes: 10);

        var pointer = await pulling.PullAsync(0, default);

        Assert.Equal("next", pointer!.WorkItemId);
        var aside = Assert.Single(plane.SetAsides.Seen);
        Assert.Equal((body, takes), (aside.Body, aside.Takes));
        Assert.Equal(High.Name, QueueReceipt.Decode(aside.Receipt)!.Queue);
    }

    /// <summary>A queue was due by the clock on the wall, and an idle worker deaf for three hours.</summary>
    [Fact]
    public async Task A_clock_that_is_set_back_does_not_make_it_wait()
    {
        await OpenAsync();
        var pull = pulling.PullAsync(0, default);
        await clock.SomeTimerDueWithinAsync(OpenedQueue.FirstPause);
        clock.SetWall(TimeSpan.FromHours(-3));
        clock.Advance(OpenedQueue.FirstPause);
        Assert.Null(await pull);

        storage.Send(High.Name, Pointer);

        Assert.NotNull(await pulling.PullAsync(0, default));
    }

    [Fact]
    public async Task After_a_sleep_it_asks_for_the_addresses_again()
    {
        await OpenAsync();
        storage.Signature = "newer";
        plane.OpenQueues = storage.Open(High);

        pulling.Reconsider();
        Assert.True(await pulling.TryOpenAsync(Tools, default));

        storage.Send(High.Name, Pointer);
        Assert.NotNull(await pulling.PullAsync(0, default));
    }

    [Fact]
    public async Task Addresses_are_renewed_before_their_end()
    {
        await OpenAsync();

        clock.Advance(TimeSpan.FromMinutes(49));
        Assert.True(await pulling.TryOpenAsync(Tools, default));
        Assert.Single(plane.Opens.Seen);
        storage.Signature = "newer";
        plane.OpenQueues = storage.Open(High);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await pulling.TryOpenAsync(Tools, default));
        storage.Send(High.Name, Pointer);
        Assert.NotNull(await pulling.PullAsync(0, default));
    }

    [Fact]
    public async Task While_the_control_plane_is_away_addresses_are_used_up_to_their_end()
    {
        await OpenAsync();
        plane.Unreachable = "queues";

        clock.Advance(TimeSpan.FromMinutes(55));
        Assert.True(await pulling.TryOpenAsync(Tools, default));
        clock.Advance(TimeSpan.FromMinutes(5));

        Assert.False(await pulling.TryOpenAsync(Tools, default));
    }

    [Fact]
    public async Task Addresses_that_are_refused_are_given_up_and_asked_for_anew_later()
    {
        await OpenAsync();
        storage.Signature = "another";

        Assert.Null(await pulling.PullAsync(0, default));

        Assert.False(await pulling.TryOpenAsync(Tools, default));
        plane.OpenQueues = storage.Open(High);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await pulling.TryOpenAsync(Tools, default));
    }

    [Fact]
    public async Task A_storage_account_that_cannot_be_reached_is_given_up_for_a_while()
    {
        await OpenAsync();
        await storage.DisposeAsync();

        Assert.Null(await pulling.PullAsync(0, default));

        Assert.False(await pulling.TryOpenAsync(Tools, default));
    }

    [Fact]
    public async Task A_control_plane_that_opens_no_queues_is_asked_again_after_ten_minutes()
    {
        Assert.False(await pulling.TryOpenAsync(Tools, default));
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.False(await pulling.TryOpenAsync(Tools, default));
        Assert.Single(plane.Opens.Seen);
        plane.OpenQueues = storage.Open(High);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await pulling.TryOpenAsync(Tools, default));
    }

    [Fact]
    public async Task A_tool_that_comes_or_goes_changes_which_queues_are_read()
    {
        await OpenAsync();
        plane.OpenQueues = storage.Open(High);

        Assert.True(await pulling.TryOpenAsync(["shell", "ollama"], default));

        Assert.Equal(["shell", "ollama"], plane.Opens.Seen[^1].Tools);
        Assert.Equal(2, plane.Opens.Seen.Count);
    }

    private async Task OpenAsync()
    {
        plane.OpenQueues = storage.Open(High, Low);
        Assert.True(await pulling.TryOpenAsync(Tools, default));
    }
}
