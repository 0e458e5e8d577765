using Microsoft.Extensions.Logging;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

public sealed class DeterminismTests
{
    [Fact]
    public async Task Line_13_awaiting_a_foreign_task_throws_at_the_next_call_and_names_the_orchestrator()
    {
        var foreign = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Nothing", _ => { })
            .AddOrchestratorFunc("Impatient", async context =>
            {
                await foreign.Task;
                await context.CallActivityAsync("Nothing");
            }));
        string id = await host.StartInstanceAsync("Impatient");
        await host.Client.WaitForInstanceStartAsync(id).WaitAsync(EngineHost.Patience);

        foreign.SetResult();

        OrchestrationMetadata end = await host.EndOfAsync(id);
        Assert.Equal("System.InvalidOperationException", end.FailureDetails!.ErrorType);
        Assert.Contains("'Impatient'", end.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains(id, end.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains("not durable", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_13_a_foreign_await_without_a_further_call_fails_too()
    {
        var foreign = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Impatient", async _ =>
            {
                await foreign.Task;
                return "a result that no replay would give";
            }));
        string id = await host.StartInstanceAsync("Impatient");
        await host.Client.WaitForInstanceStartAsync(id).WaitAsync(EngineHost.Patience);

        foreign.SetResult();

        OrchestrationMetadata end = await host.EndOfAsync(id);
        Assert.Equal("System.InvalidOperationException", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Calling_the_context_from_another_thread_is_refused()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc("Nothing", _ => { })
            .AddOrchestratorFunc("Threads", async context =>
                await Task.Run(() => context.CallActivityAsync("Nothing"))));

        OrchestrationMetadata end = await host.RunAsync("Threads");

        Assert.Equal("System.InvalidOperationException", end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Yielding_and_continuations_of_durable_tasks_stay_in_the_turn()
    {
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Echo", (_, number) => number)
            .AddOrchestratorFunc("Yield", async context =>
            {
                await Task.Yield();
                Task<int> first = context.CallActivityAsync<int>("Echo", 1);
                Task<int> chained = first.ContinueWith(task => task.Result + 1, TaskScheduler.Current);
                Task<int> winner = await Task.WhenAny(chained, context.CallActivityAsync<int>("Echo", 5));
                return await winner + await context.CallActivityAsync<int>("Echo", 10);
            }));

        Assert.Contains(await host.RunAsync<int>("Yield"), new[] { 12, 15 });
    }

    [Fact]
    public async Task Line_14_changed_code_fails_with_the_event_what_was_expected_and_what_was_done()
    {
        var store = new InMemoryDurableStore();
        string id;
        await using (EngineHost before = await EngineHost.StartAsync(AddTasks("Old"), store))
        {
            id = await before.StartInstanceAsync("Change");
            await before.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
            await before.Client.RaiseEventAsync(id, "e", 1);
            await before.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        }

        await using EngineHost after = await EngineHost.StartAsync(AddTasks("New"), store);
        await after.Client.RaiseEventAsync(id, "f", 1);
        OrchestrationMetadata end = await after.EndOfAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(typeof(NonDeterministicOrchestrationException).FullName, end.FailureDetails!.ErrorType);
        string message = end.FailureDetails.ErrorMessage;
        Assert.Contains("'Change'", message, StringComparison.Ordinal);
        Assert.Contains(id, message, StringComparison.Ordinal);
        Assert.Contains("event 0", message, StringComparison.Ordinal);
        Assert.Contains("the call of activity 'Old'", message, StringComparison.Ordinal);
        Assert.Contains("the call of activity 'New'", message, StringComparison.Ordinal);
        Assert.Contains("Likely cause", message, StringComparison.Ordinal);

        static Action<DurableTaskRegistry> AddTasks(string activity) => tasks => tasks
            .AddActivityFunc(activity, _ => { })
            .AddOrchestratorFunc("Change", async context =>
            {
                await context.CallActivityAsync(activity);
                await context.WaitForExternalEvent<int>("e");
                await context.WaitForExternalEvent<int>("f");
            });
    }

    [Fact]
    public async Task Line_14_names_compare_without_case_on_replay()
    {
        var store = new InMemoryDurableStore();
        string id;
        await using (EngineHost before = await EngineHost.StartAsync(AddTasks("activity"), store))
        {
            id = await before.StartInstanceAsync("Change");
            await before.WaitForStatusAsync(id, OrchestrationRuntimeStatus.Running);
        }

        await using EngineHost after = await EngineHost.StartAsync(AddTasks("ACTIVITY"), store);
        await after.Client.RaiseEventAsync(id, "e", 1);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await after.EndOfAsync(id)).RuntimeStatus);

        static Action<DurableTaskRegistry> AddTasks(string activity) => tasks => tasks
            .AddActivityFunc("Activity", _ => { })
            .AddOrchestratorFunc("Change", async context =>
            {
                await context.CallActivityAsync(activity);
                await context.WaitForExternalEvent<int>("e");
            });
    }

    [Fact]
    public async Task The_replay_check_finds_code_that_reads_something_that_changes()
    {
        int calls = 0;
        await using EngineHost host = await EngineHost.StartAsync(tasks => tasks
            .AddActivityFunc<int, int>("Echo", (_, number) => number)
            .AddOrchestratorFunc("Random", context => context.CallActivityAsync<int>("Echo", ++calls)));

        OrchestrationMetadata end = await host.RunAsync("Random");

        Assert.Equal(typeof(NonDeterministicOrchestrationException).FullName, end.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task A_replay_safe_logger_is_silent_on_replay()
    {
        var lines = new List<string>();
        await using EngineHost host = await EngineHost.StartAsync(
            tasks => tasks
            .AddActivityFunc("Nothing", _ => { })
            .AddOrchestratorFunc("Log", async context =>
            {
                ILogger logger = context.CreateReplaySafeLogger("test");
                logger.Log(LogLevel.Information, default, "one", null, (text, _) => text);
                await context.CallActivityAsync("Nothing");
                logger.Log(LogLevel.Information, default, "two", null, (text, _) => text);
            }),
            loggers: new ListLoggers(lines));

        await host.RunAsync("Log");

        Assert.Equal(["one", "two"], lines);
    }

    private sealed class ListLoggers(List<string> lines) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName == "test" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

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
            LogLevel logLevel, EventId id, TState state, Exception? error, Func<TState, Exception?, string> format) =>
            lines.Add(format(state, error));
    }
}
