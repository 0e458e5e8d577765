using Swarm.Contracts.Queues;
using Swarm.Functions.Queues;

namespace Swarm.Tests.Functions.Queues;

/// <summary>What every kind of queue does; each is tested by a class derived from this one.</summary>
public abstract class WorkQueueContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    // Queues are never deleted, and all tests share one account.
    private readonly string _queue = "contract-" + Guid.NewGuid().ToString("n");

    protected abstract IWorkQueues Queues { get; }

    [Fact]
    public async Task A_message_comes_as_it_was_sent_and_tells_how_often_it_was_taken()
    {
        const string Body = "{\"text\":\"<ä & \u4e2d>\"}";
        await SendAsync(Body);

        var first = await TakeAsync(Moment);
        var second = await Queues.ReceiveAsync([_queue], Minute, Patience, default);

        Assert.Equal((Body, 1), (first!.Body, first.Takes));
        Assert.Equal((Body, 2), (second!.Body, second.Takes));
        Assert.NotEqual(first.Receipt, second.Receipt);
    }

    [Fact]
    public async Task A_message_that_was_taken_is_hidden_from_others()
    {
        await SendAsync("hidden");
        await TakeAsync(Minute);

        Assert.Null(await TakeAsync(Minute));
    }

    [Fact]
    public async Task A_message_that_was_deleted_does_not_come_back()
    {
        await SendAsync("gone");
        await SendAsync("there");
        var first = await TakeAsync(Moment);
        await Queues.DeleteAsync(first!.Receipt, default);

        // The other one comes, goes and comes again; by then the first would have come back, too.
        var others = new[] { await TakeAsync(Moment), await WaitAsync(Moment), await WaitAsync(Minute) };

        Assert.DoesNotContain(first.Body, others.Select(other => other!.Body));
        Assert.Equal(1, (await Queues.MeasureAsync(_queue, default)).Depth);
    }

    [Fact]
    public async Task A_receipt_is_of_no_use_once_another_has_taken_the_message()
    {
        await SendAsync("mine");
        var first = await TakeAsync(Moment);
        var second = await WaitAsync(Minute);

        await Queues.DeleteAsync(first!.Receipt, default);

        Assert.Equal(1, (await Queues.MeasureAsync(_queue, default)).Depth);
        await Queues.DeleteAsync(second!.Receipt, default);
        Assert.Equal(0, (await Queues.MeasureAsync(_queue, default)).Depth);
    }

    [Fact]
    public async Task Only_whoever_took_a_message_last_can_go_on_hiding_it()
    {
        await SendAsync("mine");
        var first = await TakeAsync(Moment);
        var second = await WaitAsync(Minute);

        Assert.Null(await Queues.HideAsync(first!.Receipt, Minute, default));
        var held = await Queues.HideAsync(second!.Receipt, Moment, default);
        Assert.Null(await Queues.HideAsync(second.Receipt, Minute, default));

        Assert.Equal("mine", (await WaitAsync(Minute))!.Body);
        Assert.Equal((_queue, second.Receipt.MessageId), (held!.Queue, held.MessageId));
    }

    [Fact]
    public async Task A_queue_is_removed_with_all_that_is_in_it()
    {
        await SendAsync("one");
        await SendAsync("two");
        await TakeAsync(Minute);

        await Queues.RemoveAsync(_queue, default);
        await Queues.RemoveAsync(_queue, default);

        Assert.Equal(0, (await Queues.MeasureAsync(_queue, default)).Depth);
        Assert.Empty(await Queues.ListAsync(_queue, 10, default));
    }

    [Theory]
    [InlineData("17", "AbC+/=")]
    [InlineData("b2f6a6f2-4f3c-4a52-8d2c-0b8a3f4f5a11", "AgAAAAMAAAAAAAAAAAAAAAAAAAA=")]
    public async Task A_receipt_of_nothing_deletes_nothing(string message, string receipt)
    {
        await SendAsync("stays");

        await Queues.DeleteAsync(new QueueReceipt(_queue, message, receipt), default);

        Assert.Equal(1, (await Queues.MeasureAsync(_queue, default)).Depth);
    }

    [Fact]
    public async Task The_first_of_the_queues_that_has_a_message_gives_it()
    {
        await Queues.SendAsync(_queue + "-low", "low", default);
        await Queues.SendAsync(_queue + "-high", "high", default);
        string[] order = [_queue + "-high", _queue, _queue + "-low"];

        var first = await Queues.ReceiveAsync(order, Minute, TimeSpan.Zero, default);
        var second = await Queues.ReceiveAsync(order, Minute, TimeSpan.Zero, default);

        Assert.Equal(("high", _queue + "-high"), (first!.Body, first.Receipt.Queue));
        Assert.Equal(("low", _queue + "-low"), (second!.Body, second.Receipt.Queue));
    }

    [Fact]
    public async Task Who_waits_gets_what_is_sent_later()
    {
        var wait = Queues.ReceiveAsync([_queue + "-high", _queue], Minute, Patience, default);

        await SendAsync("late");

        Assert.Equal("late", (await wait.WaitAsync(Patience))!.Body);
    }

    [Fact]
    public async Task Of_many_who_wait_each_message_goes_to_one()
    {
        var waits = Enumerable.Range(0, 20)
            .Select(_ => Queues.ReceiveAsync([_queue], Minute, Patience, default))
            .ToList();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => SendAsync($"{number}")));

        var taken = await Task.WhenAll(waits).WaitAsync(Patience);
        Assert.Equal(20, taken.Select(delivery => delivery!.Body).Distinct().Count());
    }

    [Fact]
    public async Task Waiting_ends_with_nothing_when_its_time_is_over() =>
        Assert.Null(await Queues.ReceiveAsync([_queue], Minute, Moment, default).WaitAsync(Patience));

    [Fact]
    public async Task Waiting_can_be_ended()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = Queues.ReceiveAsync([_queue], Minute, Patience, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Patience));
    }

    [Fact]
    public async Task Depth_and_age_can_be_seen()
    {
        var nobody = await Queues.MeasureAsync(_queue, default);
        await SendAsync("one");
        await SendAsync("two");

        var two = await Queues.MeasureAsync(_queue, default);

        Assert.Equal(new QueueDepth(0, null), nobody);
        Assert.Equal(2, two.Depth);
        Assert.InRange(two.OldestAge!.Value, -Minute, Minute);
    }

    [Fact]
    public async Task Queues_are_listed_by_how_their_names_begin()
    {
        await Queues.SendAsync(_queue + "-a", "1", default);
        await Queues.SendAsync(_queue + "-b", "2", default);

        Assert.Equal([_queue + "-a", _queue + "-b"], await Queues.ListAsync(_queue, 10, default));
        Assert.Equal([_queue + "-a"], await Queues.ListAsync(_queue, 1, default));
    }

    [Fact]
    public async Task A_message_of_64_KiB_fits_and_a_longer_one_is_refused_with_both_sizes()
    {
        await SendAsync(new string('x', 64 * 1024));

        var error = await Assert.ThrowsAsync<ArgumentException>(() => SendAsync(new string('x', (64 * 1024) + 1)));

        Assert.Equal(64 * 1024, (await TakeAsync(Minute))!.Body.Length);
        Assert.StartsWith("A message has at most 64 KiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper-case")]
    [InlineData("two--dashes")]
    [InlineData("dash-")]
    public async Task Names_keep_the_rules_of_storage_accounts(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Queues.SendAsync(name, "x", default));
        await Assert.ThrowsAsync<ArgumentException>(() => Queues.ReceiveAsync([name], Minute, Moment, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Queues.MeasureAsync(name, default));
    }

    private Task SendAsync(string body) => Queues.SendAsync(_queue, body, default);

    private Task<QueueDelivery?> TakeAsync(TimeSpan invisible) =>
        Queues.ReceiveAsync([_queue], invisible, TimeSpan.Zero, default);

    private Task<QueueDelivery?> WaitAsync(TimeSpan invisible) =>
        Queues.ReceiveAsync([_queue], invisible, Patience, default);
}
