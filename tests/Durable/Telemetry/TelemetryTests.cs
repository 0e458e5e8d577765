using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Semantics;
using Swarm.Tests.Durable.Sqlite;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Spans_of_an_instance_are_one_trace_over_a_restart_and_each_is_told_once()
    {
        var id = Guid.NewGuid().ToString("N");
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener listener = Listen(id, spans);
        var store = new InMemoryDurableStore();
        var clock = new TestClock();
        await using (EngineHost before = await EngineHost.StartAsync(Register, store, clock))
        {
            await before.StartInstanceAsync("Traced", id: id);
            await before.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        }

        await using (EngineHost after = await EngineHost.StartAsync(Register, store, clock))
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await after.Client.RaiseEventAsync(id, "go", 1);
            await after.EndOfAsync(id);
        }

        Assert.Single(spans
            .Where(span => span.OperationName != "orchestration_event:go")
            .Select(span => span.TraceId)
            .Distinct());
        Activity created = Assert.Single(spans, span => span.OperationName == "create_orchestration:Traced");
        Activity ran = Assert.Single(spans, span => span.OperationName == "activity:Work");
        Activity ended = Assert.Single(spans, span => span.OperationName == "orchestration:Traced");
        Assert.Single(spans, span => span.OperationName == "timer:Traced");
        Assert.Single(spans, span => span.OperationName == "orchestration_event:go");
        Assert.Equal(created.SpanId, ran.ParentSpanId);
        Assert.Equal(created.SpanId, ended.ParentSpanId);
        Assert.Equal("Completed", ended.GetTagItem("durabletask.task.status"));
        int turns = (await store.LoadAsync(id))!.Turns.Count;
        Assert.Equal(turns, spans.Count(span => span.OperationName == "orchestration_turn:Traced"));
    }

    [Fact]
    public async Task A_failed_activity_is_a_span_with_its_error()
    {
        var id = Guid.NewGuid().ToString("N");
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener listener = Listen(id, spans);
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Break", _ => throw new InvalidOperationException("on purpose"))
            .AddOrchestratorFunc("Breaks", context => context.CallActivityAsync("Break")));

        await host.RunAsync("Breaks", id: id);

        Activity broken = Assert.Single(spans, span => span.OperationName == "activity:Break");
        Assert.Equal(ActivityStatusCode.Error, broken.Status);
        Assert.Equal("System.InvalidOperationException", broken.GetTagItem("error.type"));
        Assert.Equal(
            ActivityStatusCode.Error, Assert.Single(spans, s => s.OperationName == "orchestration:Breaks").Status);
    }

    [Fact]
    public async Task The_creation_of_a_child_is_a_span_that_the_child_hangs_on_over_a_restart()
    {
        var id = Guid.NewGuid().ToString("N");
        var child = $"{id}-child";
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener listener = Listen(id, spans);
        using ActivityListener ofChild = Listen(child, spans);
        var store = new InMemoryDurableStore();
        await using (EngineHost before = await EngineHost.StartAsync(RegisterFamily, store))
        {
            await before.StartInstanceAsync("Parent", id: id);
            await before.WaitForStatusAsync(child, OrchestrationRuntimeStatus.Running);
        }

        await using (EngineHost after = await EngineHost.StartAsync(RegisterFamily, store))
        {
            await after.Client.RaiseEventAsync(child, "go", 1);
            await after.EndOfAsync(id);
        }

        Activity parentCreated = Assert.Single(spans, span => span.OperationName == "create_orchestration:Parent");
        Activity created = Assert.Single(spans, span => span.OperationName == "create_orchestration:Child");
        Activity ended = Assert.Single(spans, span => span.OperationName == "orchestration:Child");
        Assert.Equal(ActivityKind.Producer, created.Kind);
        Assert.Equal(parentCreated.SpanId, created.ParentSpanId);
        Assert.Equal(created.SpanId, ended.ParentSpanId);
        Assert.Equal(parentCreated.TraceId, ended.TraceId);

        static void RegisterFamily(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<int>("go"))
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>(
                "Child", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child")));
    }

    [Fact]
    public async Task Listeners_that_throw_harm_neither_calls_nor_turns_nor_activities()
    {
        using var spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Swarm.Durable",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => throw new InvalidOperationException("a listener's own fault"),
            ActivityStopped = _ => throw new InvalidOperationException("a listener's own fault"),
        };
        ActivitySource.AddActivityListener(spans);
        using var figures = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Swarm.Durable")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        figures.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("its own fault"));
        figures.Start();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
                .AddActivityFunc("Work", _ => 1)
                .AddOrchestratorFunc("Child", context => context.CallActivityAsync<int>("Work"))
                .AddOrchestratorFunc("Parent", async context =>
                    await context.WaitForExternalEvent<int>("go")
                    + await context.CallSubOrchestratorAsync<int>("Child")),
            options: new DurableEngineOptions { MaxLiveInstances = 0 });

        string id = await host.StartInstanceAsync("Parent");
        await host.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync(id, "go", 1);

        Assert.Equal("2", (await host.EndOfAsync(id)).SerializedOutput);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public async Task Instances_are_counted_by_status_wherever_they_are()
    {
        var seen = new ConcurrentDictionary<Instrument, ConcurrentDictionary<string, long>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "swarm.durable.instances")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            seen.GetOrAdd(instrument, _ => new()).TryAdd((string)tags[0].Value!, value));
        listener.Start();
        var store = new InMemoryDurableStore();
        await using (EngineHost before = await EngineHost.StartAsync(RegisterKinds, store))
        {
            for (int i = 0; i < 7; i++)
            {
                await before.RunAsync("Quick");
            }

            string id = await before.StartInstanceAsync("Wait");
            await before.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        }

        await using EngineHost after = await EngineHost.StartAsync(RegisterKinds, store);
        listener.RecordObservableInstruments();

        // Engines of other tests are measured too.
        Assert.Contains(
            seen.Values,
            counts => counts.Count == 2
                && counts.GetValueOrDefault("Completed") == 7
                && counts.GetValueOrDefault("Running") == 1);

        static void RegisterKinds(DurableTaskRegistry tasks) => tasks
            .AddOrchestratorFunc("Quick", _ => 1)
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<int>("go"));
    }

    [Fact]
    public async Task Figures_tell_turns_ends_replays_sizes_commits_and_queues()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using MeterListener listener = Measure(seen);
        using var folder = new TemporaryFolder();
        await using SqliteDatabase database =
            SqliteDatabase.Open(new SqliteDatabaseOptions { Path = folder.DatabasePath });
        var options = new DurableEngineOptions { MaxLiveInstances = 0 };
        await using EngineHost host = await EngineHost.StartAsync(
            Register, new SqliteDurableStore(database), options: options);
        string id = await host.StartInstanceAsync("Traced");
        await host.Clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        listener.RecordObservableInstruments();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Client.RaiseEventAsync(id, "go", 1);

        await host.EndOfAsync(id);
        await host.RunAsync<int>("Count");

        string[] expected =
        [
            "swarm.durable.entity.operations",
            "swarm.durable.cache.instances", "swarm.durable.commit.batch.size", "swarm.durable.commit.duration",
            "swarm.durable.history.row.size", "swarm.durable.instances.ended", "swarm.durable.payload.size",
            "swarm.durable.queue.depth", "swarm.durable.replays", "swarm.durable.turns",
        ];
        Assert.Empty(expected.Except(seen.Keys));
        Assert.All(expected.Except(["swarm.durable.cache.instances"]), name => Assert.True(seen[name] > 0, name));
    }

    [Fact]
    public async Task An_operation_of_an_entity_is_a_span_and_a_failed_one_says_so()
    {
        var id = new EntityInstanceId("counter", "traced");
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener listener = Listen(id.ToString(), spans);
        await using EngineHost host = await EngineHost.StartAsync(Register);

        await host.Client.Entities.SignalEntityAsync(id, "fail");
        await host.Client.Entities.SignalEntityAsync(id, "add", 1);
        await host.WaitForEntityAsync(id, "1");

        Assert.Equal(["entity:counter:fail", "entity:counter:add"], spans.Select(span => span.OperationName));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], spans.Select(span => span.Status));
    }

    [Fact]
    public async Task What_an_entity_does_belongs_to_the_trace_of_whoever_asked_for_it()
    {
        var called = new EntityInstanceId("counter", Guid.NewGuid().ToString("N"));
        var passed = new EntityInstanceId("counter", Guid.NewGuid().ToString("N"));
        string started = Guid.NewGuid().ToString("N");
        var spans = new ConcurrentQueue<Activity>();
        using ActivityListener ofCalled = Listen(called.ToString(), spans);
        using ActivityListener ofPassed = Listen(passed.ToString(), spans);
        using ActivityListener ofStarted = Listen(started, spans);
        var store = new InMemoryDurableStore();
        using Activity caller = new Activity("caller").Start();
        await using (EngineHost host = await EngineHost.StartAsync(RegisterAll, store))
        {
            await host.RunAsync("Asks");
        }

        await using EngineHost after = await EngineHost.StartAsync(RegisterAll, store);
        await after.Client.Entities.SignalEntityAsync(called, "pass", passed);
        await after.WaitForEntityAsync(passed, "1");
        await after.Client.Entities.SignalEntityAsync(called, "start", started);
        await WaitForStartAsync(after);

        Assert.Contains($"entity:counter:add of {called}", Told());
        Assert.Contains($"entity:counter:pass of {called}", Told());
        Assert.Contains($"entity:counter:add of {passed}", Told());
        Assert.Contains($"orchestration:Report of {started}", Told());
        Assert.Equal([caller.TraceId], spans.Select(span => span.TraceId).Distinct());
        Activity pass = spans.First(span => span.OperationName == "entity:counter:pass");
        Assert.Equal(caller.SpanId, pass.ParentSpanId);
        Assert.Contains(spans, span => span.ParentSpanId == pass.SpanId);

        void RegisterAll(DurableTaskRegistry tasks)
        {
            Register(tasks);
            tasks
                .AddOrchestratorFunc("Report", _ => "told")
                .AddOrchestratorFunc("Asks", context => context.Entities.CallEntityAsync<int>(called, "add", 1));
        }

        IEnumerable<string> Told() => spans.Select(
            span => $"{span.OperationName} of {span.GetTagItem("durabletask.task.instance_id")}");

        async Task WaitForStartAsync(EngineHost host)
        {
            using var patience = new CancellationTokenSource(EngineHost.Patience);
            while (await host.Store.FindAsync(started, withPayloads: false) is null)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            await host.EndOfAsync(started);
        }
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddCounter()
        .AddOrchestratorFunc("Count", context => context.Entities.CallEntityAsync<int>(EntitySamples.A, "add", 1))
        .AddActivityFunc<int, int>("Work", (_, number) => number)
        .AddOrchestratorFunc<int>("Traced", async context =>
        {
            await context.CallActivityAsync<int>("Work", 1);
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return await context.WaitForExternalEvent<int>("go");
        });

    /// <summary>Other tests run at the same time: only the spans of one instance are kept.</summary>
    private static ActivityListener Listen(string instanceId, ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Swarm.Durable",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("durabletask.task.instance_id") is string id && id == instanceId)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener Measure(ConcurrentDictionary<string, double> seen)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Swarm.Durable")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Note(instrument, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Note(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Note(instrument, value));
        listener.Start();
        return listener;

        void Note(Instrument instrument, double value) =>
            seen.AddOrUpdate(instrument.Name, value, (_, most) => Math.Max(most, value));
    }
}
