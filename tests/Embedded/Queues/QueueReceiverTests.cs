using Swarm.Embedded.Queues;

namespace Swarm.Tests.Embedded.Queues;

/// <summary>Who waits gets a message once, in the order in which they came, and nobody waits for nothing.</summary>
public sealed class QueueReceiverTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly QueueBench _bench = new();

    private EmbeddedQueues Queues => _bench.Queues;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_message_that_is_there_is_received_at_once()
    {
        await Queues.SendAsync("work", "hello");

        var message = await WaitAsync(["other", "work"]).WaitAsync(Patience);

        Assert.Equal("hello", message!.Body);
        Assert.Equal(_bench.Clock.GetUtcNow() + Minute, message.NextVisibleOn);
        Assert.Empty(await Queues.ReceiveAsync("work", 1, Minute));
    }

    [Fact]
    public async Task The_first_queue_with_a_message_is_taken_from()
    {
        await Queues.SendAsync("plain", "plain");
        await Queues.SendAsync("high", "high");

        var first = await WaitAsync(["high", "plain"]).WaitAsync(Patience);
        var second = await WaitAsync(["high", "plain"]).WaitAsync(Patience);

        Assert.Equal(["high", "plain"], [first!.Body, second!.Body]);
    }

    [Fact]
    public async Task Who_came_first_is_served_first_and_the_others_wait_on()
    {
        var first = WaitAsync(["work-high", "work"]);
        var second = WaitAsync(["work"]);
        var third = WaitAsync(["other"]);

        await Queues.SendAsync("work", "a");
        Assert.Equal("a", (await first.WaitAsync(Patience))!.Body);
        Assert.False(second.IsCompleted);

        await Queues.SendAsync("work", "b");
        Assert.Equal("b", (await second.WaitAsync(Patience))!.Body);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Each_of_many_messages_comes_to_one_of_many_who_wait()
    {
        const int Many = 200;
        var waiting = Enumerable.Range(0, Many).Select(_ => WaitAsync(["work"])).ToList();

        await Task.WhenAll(Enumerable.Range(0, Many).Select(number => Queues.SendAsync("work", $"{number}")));

        var messages = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal(Many, messages.Select(message => message!.Body).Distinct().Count());
    }

    [Fact]
    public async Task A_message_whose_invisibility_ends_comes_to_who_waits()
    {
        await Queues.SendAsync("work", "hello");
        await Queues.ReceiveAsync("work", 1, Minute);
        var wait = WaitAsync(["work"]);
        await _bench.Clock.TimersAsync(1);
        Assert.False(wait.IsCompleted);

        _bench.Clock.Advance(Minute);

        Assert.Equal(2, (await wait.WaitAsync(Patience))!.DequeueCount);
    }

    [Fact]
    public async Task A_message_that_was_taken_by_one_who_waited_comes_to_the_next_when_its_time_is_over()
    {
        var first = WaitAsync(["work"]);
        var second = WaitAsync(["work"]);
        await Queues.SendAsync("work", "hello");
        await first.WaitAsync(Patience);
        await _bench.Clock.TimersAsync(1);

        _bench.Clock.Advance(Minute);

        Assert.Equal(2, (await second.WaitAsync(Patience))!.DequeueCount);
    }

    [Fact]
    public async Task A_message_comes_soon_after_the_sleep_of_the_machine_in_which_it_became_visible()
    {
        await Queues.SendAsync("work", "hello");
        await Queues.ReceiveAsync("work", 1, 60 * Minute);
        var wait = WaitAsync(["work"]);
        await _bench.Clock.TimersAsync(1);

        _bench.Clock.Sleep(60 * Minute);
        _bench.Clock.Advance(Minute);

        Assert.NotNull(await wait.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_message_that_is_given_back_comes_to_who_waits()
    {
        await Queues.SendAsync("work", "hello");
        var message = (await Queues.ReceiveAsync("work", 1, Minute))[0];
        var wait = WaitAsync(["work"]);

        await Queues.UpdateVisibilityAsync("work", message.MessageId, message.PopReceipt, TimeSpan.Zero);

        Assert.NotNull(await wait.WaitAsync(Patience));
    }

    [Fact]
    public async Task Who_does_not_wait_gets_what_is_there()
    {
        var none = await Queues.ReceiveFirstAsync(["work"], Minute, TimeSpan.Zero, CancellationToken.None);
        await Queues.SendAsync("work", "hello");
        var one = await Queues.ReceiveFirstAsync(["other", "work"], Minute, TimeSpan.Zero, CancellationToken.None);

        Assert.Null(none);
        Assert.Equal("hello", one!.Body);
    }

    [Fact]
    public async Task A_wait_has_an_end()
    {
        var wait = Queues.ReceiveFirstAsync(["work"], Minute, Minute, CancellationToken.None);
        await _bench.Clock.TimersAsync(1);

        _bench.Clock.Advance(Minute);

        Assert.Null(await wait.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_takes_no_message()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = WaitAsync(["work"], cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(Patience));
        await Queues.SendAsync("work", "hello");

        Assert.Equal(1, (await WaitAsync(["work"]).WaitAsync(Patience))!.DequeueCount);
    }

    [Fact]
    public async Task Messages_for_those_who_give_up_at_the_same_moment_come_to_others()
    {
        const int Many = 100;
        using var cancellation = new CancellationTokenSource();
        var leaving = Enumerable.Range(0, Many).Select(_ => WaitAsync(["work"], cancellation.Token)).ToList();
        var staying = Enumerable.Range(0, Many).Select(_ => WaitAsync(["work"])).ToList();

        var sends = Task.WhenAll(Enumerable.Range(0, Many).Select(number => Queues.SendAsync("work", $"{number}")));
        await cancellation.CancelAsync();
        await sends;
        await Task.WhenAll(leaving).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
        var gone = leaving.Count(wait => wait.IsCompletedSuccessfully);
        var rest = Many - gone;
        for (var received = 0; received < rest; received++)
        {
            var done = await Task.WhenAny(staying).WaitAsync(Patience);
            Assert.NotNull(await done);
            staying.Remove(done);
        }

        Assert.Empty(await Queues.ReceiveAsync("work", 1, Minute));
    }

    [Fact]
    public async Task A_message_that_is_sent_to_one_who_waits_is_as_any_that_was_received()
    {
        var wait = WaitAsync(["work"]);
        await Queues.SendAsync("work", "hello");
        var message = (await wait.WaitAsync(Patience))!;

        Assert.Equal(1, message.DequeueCount);
        Assert.Equal(_bench.Clock.GetUtcNow() + Minute, message.NextVisibleOn);
        Assert.Empty(await Queues.ReceiveAsync("work", 1, Minute));
        Assert.Equal(1, Queues.GetStatistics("work").Depth);
        _bench.Clock.Advance(Minute);
        var again = Assert.Single(await Queues.ReceiveAsync("work", 1, Minute));
        Assert.Equal((message.MessageId, 2), (again.MessageId, again.DequeueCount));
        Assert.False(await Queues.DeleteAsync("work", message.MessageId, message.PopReceipt));
        Assert.True(await Queues.DeleteAsync("work", again.MessageId, again.PopReceipt));
    }

    [Fact]
    public async Task A_message_whose_sender_gives_up_leaves_the_one_who_waits_to_the_next()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = WaitAsync(["work"]);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Queues.SendAsync("work", "never", cancellation: cancellation.Token));
        await Queues.SendAsync("work", "hello");

        Assert.Equal("hello", (await wait.WaitAsync(Patience))!.Body);
    }

    [Fact]
    public async Task Who_waits_again_finds_what_has_come_to_a_queue_that_was_empty()
    {
        Assert.False(WaitAsync(["work"]).IsCompleted);
        Assert.False(WaitAsync(["work"]).IsCompleted);

        foreach (var body in (string[])["a", "b", "c"])
        {
            await Queues.SendAsync("work", body);
        }

        Assert.Equal("c", (await WaitAsync(["work"]).WaitAsync(Patience))!.Body);
    }

    [Fact]
    public async Task Messages_that_are_sent_while_many_come_and_go_are_received_once_each()
    {
        const int Many = 400;
        var received = new System.Collections.Concurrent.ConcurrentBag<string>();
        var all = new TaskCompletionSource();
        using var end = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                var queues = number % 2 == 0 ? new[] { "work", "other" } : ["other", "work"];
                if (await WaitAsync(queues, end.Token) is { } message)
                {
                    received.Add(message.Body);
                    await Queues.DeleteAsync(message.Queue, message.MessageId, message.PopReceipt);
                    if (received.Count == Many)
                    {
                        all.TrySetResult();
                    }
                }
            }
        })).ToList();

        await Task.WhenAll(Enumerable.Range(0, Many).Select(number =>
            Queues.SendAsync(number % 3 == 0 ? "other" : "work", $"{number}")));
        await all.Task.WaitAsync(Patience);
        await end.CancelAsync();
        await Task.WhenAll(workers).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);

        Assert.Equal(Many, received.Distinct().Count());
        Assert.Equal(Many, received.Count);
    }

    private Task<QueueMessage?> WaitAsync(IReadOnlyList<string> queues, CancellationToken cancellation = default) =>
        Queues.ReceiveFirstAsync(queues, Minute, Timeout.InfiniteTimeSpan, cancellation);
}
