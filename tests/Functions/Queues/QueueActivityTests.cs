using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Swarm.Contracts.Queues;
using Swarm.Functions.Queues;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Queues;

public sealed class QueueActivityTests
{
    [Fact]
    public async Task A_queue_tells_what_waits_in_it_and_what_went_through_it()
    {
        await using var app = new TestApp();
        // Nobody is there yet, so the pointers wait for whoever comes.
        await app.DispatchAsync();
        await app.DispatchAsync(Work.Spec(Work.RunId + "~1~other~1~1"));
        var worker = await app.JoinAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.ReportAsync(worker, await app.TakeAsync(worker));

        var queue = Assert.Single(await app.Get<QueueReading>().ListAsync(after: null, 10, default));

        Assert.Equal("swarm-tool-shell", queue.Name);
        Assert.Equal((1, TimeSpan.FromSeconds(10)), (queue.Depth, queue.OldestAge));
        Assert.Equal(new QueueRate(2, 0.4), queue.Enqueued);
        Assert.Equal(new QueueRate(1, 0.2), queue.Claimed);
        Assert.Equal(new QueueRate(1, 0.2), queue.Finished);
        Assert.InRange(queue.WaitP95!.Value, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
    }

    /// <summary>An answer that got lost makes the worker ask again.</summary>
    [Fact]
    public async Task A_repeated_claim_or_report_is_counted_once()
    {
        await using var app = new TestApp();
        await app.DispatchAsync();
        var worker = await app.JoinAsync();
        var pointer = (await app.PollAsync(worker))!;
        var item = await app.ClaimAsync(worker, pointer);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.ClaimAsync(worker, pointer);
        await app.ReportAsync(worker, item);
        await app.ReportAsync(worker, item);

        var figures = app.Get<QueueActivity>().Read("swarm-tool-shell");

        Assert.Equal((1, 1), figures.Claimed);
        Assert.Equal((1, 1), figures.Finished);
    }

    [Fact]
    public async Task What_was_set_aside_is_told_with_the_queue_that_it_came_from()
    {
        await using var app = new TestApp();
        var worker = await app.JoinAsync();
        await app.Get<IWorkQueues>().SendAsync("swarm-tool-shell", "no json", default);
        await app.PollAsync(worker);

        var queue = await app.Get<QueueReading>().FindAsync("swarm-tool-shell", default);

        Assert.Equal((0, 1), (queue!.Depth, queue.Poisoned));
        Assert.Null(await app.Get<QueueReading>().FindAsync("swarm-tool-none", default));
    }

    [Fact]
    public async Task Queues_are_listed_by_name_page_by_page()
    {
        await using var app = new TestApp();
        foreach (var name in new[] { "swarm-tool-b", "swarm-tool-a", "swarm-tool-c" })
        {
            await app.Get<IWorkQueues>().SendAsync(name, "x", default);
        }

        var first = await app.Get<QueueReading>().ListAsync(after: null, 2, default);
        var rest = await app.Get<QueueReading>().ListAsync("swarm-tool-b", 2, default);

        Assert.Equal(["swarm-tool-a", "swarm-tool-b"], first.Select(queue => queue.Name));
        Assert.Equal(["swarm-tool-c"], rest.Select(queue => queue.Name));
    }

    [Fact]
    public void The_memory_for_figures_is_bounded_and_the_quietest_queue_makes_room()
    {
        var clock = new FakeClock();
        using var activity = new QueueActivity(clock);
        for (var i = 0; i < QueueActivity.MaxQueues; i++)
        {
            activity.Enqueued($"swarm-tool-{i}");
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        activity.Enqueued("swarm-tool-0");
        activity.Enqueued("swarm-tool-new");

        Assert.Equal(QueueActivity.MaxQueues, activity.Names.Count);
        Assert.Contains("swarm-tool-0", activity.Names);
        Assert.Contains("swarm-tool-new", activity.Names);
        Assert.DoesNotContain("swarm-tool-1", activity.Names);
    }

    [Fact]
    public async Task Metrics_tell_the_same_with_one_tag_for_all_workers_and_one_for_all_users()
    {
        await using var app = new TestApp();
        var seen = new ConcurrentQueue<(string Name, object? Queue, double Value)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == QueueActivity.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        var activity = app.Get<QueueActivity>();
        var gauges = app.Get<QueueGauges>();
        listener.Start();

        activity.Claimed(new QueueReceipt("swarm-worker-metrics-high", "1", "1"), TimeSpan.FromSeconds(2));
        await app.Get<IWorkQueues>().SendAsync("swarm-sensitive-tool-metrics", "x", default);
        await gauges.RunAsync(default);
        listener.RecordObservableInstruments();

        Assert.Contains(("swarm.queue.claimed", "worker", 1), seen);
        Assert.Contains(("swarm.queue.wait", "worker", 2), seen);
        Assert.Contains(("swarm.queue.depth", "swarm-sensitive-tool-metrics", 1), seen);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            // Other tests measure beside this one, also what has no tags.
            seen.Enqueue((instrument.Name, tags.IsEmpty ? null : tags[0].Value, value));
        }
    }
}
