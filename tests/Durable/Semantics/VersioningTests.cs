using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Swarm.Durable;
using Swarm.Durable.Abstractions;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;
using static Swarm.Durable.Worker.DurableTaskWorkerOptions;

namespace Swarm.Tests.Durable.Semantics;

public sealed class VersioningTests
{
    [Theory]
    [InlineData("1.2", "1.10", -1)]
    [InlineData("1.2.0", "1.2", 1)]
    [InlineData("2.0", "2.0", 0)]
    [InlineData("a", "B", 1)]
    [InlineData("beta", "Beta", 1)]
    [InlineData("", "0.1", -1)]
    [InlineData(" ", "", 0)]
    public void Line_15_versions_compare_as_versions_then_as_ordinal_text(string one, string other, int expected) =>
        Assert.Equal(expected, Math.Sign(TaskOrchestrationVersioningUtils.CompareVersions(one, other)));

    [Theory]
    [InlineData(VersionMatchStrategy.None, "3.0", "Completed")]
    [InlineData(VersionMatchStrategy.Strict, "2.0", "Completed")]
    [InlineData(VersionMatchStrategy.Strict, "1.0", "Failed")]
    [InlineData(VersionMatchStrategy.Strict, "", "Failed")]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "1.0", "Completed")]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "", "Completed")]
    [InlineData(VersionMatchStrategy.CurrentOrOlder, "2.0.1", "Failed")]
    public async Task A_worker_that_fails_what_it_does_not_take_fails_it_with_the_reason(
        VersionMatchStrategy strategy, string version, string expected)
    {
        await using EngineHost host = await StartAsync(strategy, VersionFailureStrategy.Fail);

        OrchestrationMetadata end = await host.EndOfAsync(await ScheduleAsync(host, "Quick", version));

        Assert.Equal(expected, end.RuntimeStatus.ToString());
        Assert.Equal(expected == "Failed" ? "VersionMismatch" : null, end.FailureDetails?.ErrorType);
    }

    [Fact]
    public async Task What_is_rejected_stays_as_it_is_until_an_engine_takes_it()
    {
        var store = new InMemoryDurableStore();
        var log = new RejectionLog();
        string id;
        await using (EngineHost strict = await StartAsync(
            VersionMatchStrategy.Strict, VersionFailureStrategy.Reject, store, log))
        {
            id = await ScheduleAsync(strict, "Listen", "1.0");
            await log.WaitForAsync(1);
            await strict.Client.RaiseEventAsync(id, "Word", "hello");
            await log.WaitForAsync(2);
            Assert.Equal(
                OrchestrationRuntimeStatus.Pending, (await strict.Client.GetInstanceAsync(id))!.RuntimeStatus);
        }

        // It was looked at when it was made and when the event came, and not again and again.
        Assert.Equal(2, log.Count);
        await using EngineHost any = await StartAsync(VersionMatchStrategy.None, VersionFailureStrategy.Reject, store);
        Assert.Equal("\"hello\"", (await any.EndOfAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task A_timer_that_is_due_does_not_make_a_rejected_instance_spin()
    {
        var store = new InMemoryDurableStore();
        var clock = new TestClock();
        string id;
        await using (EngineHost any = await StartAsync(
            VersionMatchStrategy.None, VersionFailureStrategy.Reject, store, clock: clock))
        {
            id = await ScheduleAsync(any, "Sleep", "1.0");
            await clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        }

        clock.Advance(TimeSpan.FromMinutes(2));
        var log = new RejectionLog();
        await using (EngineHost strict = await StartAsync(
            VersionMatchStrategy.Strict, VersionFailureStrategy.Reject, store, log, clock))
        {
            await log.WaitForAsync(1);
        }

        Assert.Equal(1, log.Count);
        await using EngineHost again = await StartAsync(
            VersionMatchStrategy.None, VersionFailureStrategy.Reject, store, clock: clock);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await again.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_rejected_instance_can_be_terminated()
    {
        await using EngineHost host = await StartAsync(VersionMatchStrategy.Strict, VersionFailureStrategy.Reject);
        string id = await ScheduleAsync(host, "Listen", "1.0");

        await host.Client.TerminateInstanceAsync(id, (object)"enough");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Line_15_children_get_the_default_version_of_the_worker_and_a_mismatch_is_not_tried_again()
    {
        await using EngineHost host = await StartAsync(VersionMatchStrategy.Strict, VersionFailureStrategy.Fail);

        OrchestrationMetadata end = await host.EndOfAsync(await ScheduleAsync(host, "Parent", "2.0"));

        Assert.Equal("\"2.0 VersionMismatch\"", end.SerializedOutput);
    }

    [Fact]
    public async Task A_generation_of_a_version_that_is_not_taken_waits()
    {
        var store = new InMemoryDurableStore();
        var log = new RejectionLog();
        string id;
        await using (EngineHost strict = await StartAsync(
            VersionMatchStrategy.Strict, VersionFailureStrategy.Reject, store, log))
        {
            id = await ScheduleAsync(strict, "Upgrade", "2.0");
            await log.WaitForAsync(1);
        }

        await using EngineHost any = await StartAsync(VersionMatchStrategy.None, VersionFailureStrategy.Reject, store);
        Assert.Equal("\"3.0\"", (await any.EndOfAsync(id)).SerializedOutput);
    }

    private static Task<string> ScheduleAsync(EngineHost host, string name, string version) =>
        host.Client.ScheduleNewOrchestrationInstanceAsync(name, new StartOrchestrationOptions { Version = version });

    private static Task<EngineHost> StartAsync(
        VersionMatchStrategy strategy,
        VersionFailureStrategy failure,
        IDurableStore? store = null,
        RejectionLog? log = null,
        TestClock? clock = null)
    {
        var options = new DurableEngineOptions
        {
            ChecksReplay = true,
            Versioning = new()
            {
                Version = "2.0",
                DefaultVersion = "2.0",
                MatchStrategy = strategy,
                FailureStrategy = failure,
            },
        };
        return EngineHost.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Quick", context => context.Version)
                .AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<string>("Word"))
                .AddOrchestratorFunc("Sleep", context =>
                    context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None))
                .AddOrchestratorFunc("Upgrade", context =>
                {
                    if (context.Version == "2.0")
                    {
                        context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "3.0" });
                    }

                    return context.Version;
                })
                .AddOrchestratorFunc("Parent", ParentAsync),
            store,
            clock,
            options,
            loggers: log);
    }

    private static async Task<string> ParentAsync(TaskOrchestrationContext context)
    {
        string taken = await context.CallSubOrchestratorAsync<string>("Quick");
        try
        {
            await context.CallSubOrchestratorAsync<string>(
                "Quick",
                new SubOrchestrationOptions(TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromDays(1))))
                {
                    Version = "1.0",
                });
            return $"{taken} and the other too";
        }
        catch (TaskFailedException failed)
        {
            return $"{taken} {failed.FailureDetails.ErrorType}";
        }
    }

    /// <summary>Counts how often an instance was turned away.</summary>
    private sealed class RejectionLog : ILoggerFactory, ILogger
    {
        private const int VersionRejected = 9;

        private readonly ConcurrentQueue<(int Count, TaskCompletionSource Reached)> _waiters = new();
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public async Task WaitForAsync(int count)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Enqueue((count, reached));
            Tell();
            await reached.Task.WaitAsync(EngineHost.Patience);
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == VersionRejected)
            {
                Interlocked.Increment(ref _count);
                Tell();
            }
        }

        private void Tell()
        {
            foreach ((int count, TaskCompletionSource reached) in _waiters)
            {
                if (Count >= count)
                {
                    reached.TrySetResult();
                }
            }
        }
    }
}
