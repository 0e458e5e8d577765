using Swarm.Embedded.Queues;

namespace Swarm.Tests.Embedded.Queues;

public sealed class EmbeddedQueueTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly QueueBench _bench = new();

    private EmbeddedQueues Queues => _bench.Queues;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_message_is_received_with_what_is_known_about_it()
    {
        var id = await Queues.SendAsync("work", "hello");

        var message = Assert.Single(await Queues.ReceiveAsync("work", 32, Minute));

        Assert.Equal(id, message.MessageId);
        Assert.Equal("work", message.Queue);
        Assert.Equal("hello", message.Body);
        Assert.Equal(1, message.DequeueCount);
        Assert.Equal(_bench.Clock.GetUtcNow(), message.InsertedOn);
        Assert.Equal(_bench.Clock.GetUtcNow() + Minute, message.NextVisibleOn);
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_sent()
    {
        for (var i = 0; i < 5; i++)
        {
            await Queues.SendAsync("work", $"{i}");
        }

        var first = await Queues.ReceiveAsync("work", 2, Minute);
        var rest = await Queues.ReceiveAsync("work", 32, Minute);

        Assert.Equal(["0", "1"], first.Select(message => message.Body));
        Assert.Equal(["2", "3", "4"], rest.Select(message => message.Body));
    }

    [Fact]
    public async Task A_received_message_is_invisible_until_its_time_is_over()
    {
        await Queues.SendAsync("work", "hello");
        await Queues.ReceiveAsync("work", 1, Minute);

        var meanwhile = await Queues.ReceiveAsync("work", 1, Minute);
        _bench.Clock.Advance(Minute);
        var again = await Queues.ReceiveAsync("work", 1, Minute);

        Assert.Empty(meanwhile);
        Assert.Equal(2, Assert.Single(again).DequeueCount);
    }

    [Fact]
    public async Task Deleting_needs_the_receipt_of_the_latest_receive()
    {
        await Queues.SendAsync("work", "hello");
        var first = (await Queues.ReceiveAsync("work", 1, Minute))[0];
        _bench.Clock.Advance(Minute);
        var second = (await Queues.ReceiveAsync("work", 1, Minute))[0];

        var stale = await Queues.DeleteAsync("work", first.MessageId, first.PopReceipt);
        var current = await Queues.DeleteAsync("work", second.MessageId, second.PopReceipt);
        var again = await Queues.DeleteAsync("work", second.MessageId, second.PopReceipt);

        Assert.Equal((false, true, false), (stale, current, again));
        Assert.Equal(0, Queues.GetStatistics("work").Depth);
    }

    [Fact]
    public async Task A_message_can_be_held_longer_or_given_back_and_gets_a_new_receipt()
    {
        await Queues.SendAsync("work", "hello");
        var message = (await Queues.ReceiveAsync("work", 1, Minute))[0];

        var longer = await Queues.UpdateVisibilityAsync("work", message.MessageId, message.PopReceipt, 2 * Minute);
        _bench.Clock.Advance(Minute);
        var meanwhile = await Queues.ReceiveAsync("work", 1, Minute);
        var stale = await Queues.UpdateVisibilityAsync("work", message.MessageId, message.PopReceipt, Minute);
        var given = await Queues.UpdateVisibilityAsync("work", message.MessageId, longer!, TimeSpan.Zero);

        Assert.Empty(meanwhile);
        Assert.Null(stale);
        Assert.NotNull(given);
        Assert.Single(await Queues.ReceiveAsync("work", 1, Minute));
    }

    [Fact]
    public async Task A_message_sent_with_a_delay_comes_later()
    {
        await Queues.SendAsync("work", "hello", Minute);

        var early = await Queues.ReceiveAsync("work", 1, Minute);
        _bench.Clock.Advance(Minute);

        Assert.Empty(early);
        Assert.Single(await Queues.ReceiveAsync("work", 1, Minute));
    }

    [Fact]
    public async Task Queues_are_apart()
    {
        await Queues.SendAsync("work-high", "high");
        await Queues.SendAsync("work", "plain");

        var received = await Queues.ReceiveAsync("work", 32, Minute);

        Assert.Equal("plain", Assert.Single(received).Body);
        Assert.Equal(["work", "work-high"], Queues.List("work"));
        Assert.Equal(["work-high"], Queues.List("work-"));
    }

    [Fact]
    public async Task Depth_and_age_can_be_seen()
    {
        await Queues.SendAsync("work", "old");
        _bench.Clock.Advance(Minute);
        await Queues.SendAsync("work", "new");
        await Queues.ReceiveAsync("work", 1, Minute);

        Assert.Equal(new QueueStatistics(2, 1, Minute), Queues.GetStatistics("work"));
        Assert.Equal(new QueueStatistics(0, 0, null), Queues.GetStatistics("empty"));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper")]
    [InlineData("-dash")]
    [InlineData("dash-")]
    [InlineData("two--dashes")]
    [InlineData("under_score")]
    public async Task Names_keep_the_rules_of_azure(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Queues.SendAsync(name, "hello"));

    [Fact]
    public async Task A_message_of_64_KiB_fits_and_a_longer_one_does_not()
    {
        await Queues.SendAsync("work", new string('x', 64 * 1024));

        await Assert.ThrowsAsync<ArgumentException>(() => Queues.SendAsync("work", new string('x', (64 * 1024) + 1)));
    }

    [Fact]
    public async Task Of_many_receivers_each_message_goes_to_one()
    {
        for (var i = 0; i < 50; i++)
        {
            await Queues.SendAsync("work", $"{i}");
        }

        var received = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            _ => Task.Run(() => Queues.ReceiveAsync("work", 2, Minute))));

        var bodies = received.SelectMany(messages => messages).Select(message => message.Body).ToList();
        Assert.Equal(50, bodies.Distinct().Count());
        Assert.Equal(50, bodies.Count);
    }

    [Fact]
    public async Task Messages_and_what_was_received_outlive_the_process()
    {
        await Queues.SendAsync("work", "taken");
        await Queues.SendAsync("work", "waiting");
        var taken = (await Queues.ReceiveAsync("work", 1, Minute))[0];

        await _bench.RestartAsync();

        var next = Assert.Single(await Queues.ReceiveAsync("work", 32, Minute));
        Assert.Equal("waiting", next.Body);
        Assert.True(await Queues.DeleteAsync("work", taken.MessageId, taken.PopReceipt));
        _bench.Clock.Advance(Minute);
        Assert.Equal("waiting", Assert.Single(await Queues.ReceiveAsync("work", 32, Minute)).Body);
    }
}
