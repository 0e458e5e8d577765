using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;

namespace Swarm.Bench.Engine;

/// <summary>An engine on a SQLite file with the orchestrations that are measured.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteDurableStore _store;
    private readonly DurableEngine _engine;
    private int _increments;

    private BenchEngine(SqliteDatabase database)
    {
        _database = database;
        _store = new SqliteDurableStore(database);
        _engine = new DurableEngine(
            _store,
            Register(),
            new DurableEngineOptions(),
            TimeProvider.System,
            NullLoggerFactory.Instance,
            new ServiceCollection().BuildServiceProvider());
    }

    internal DurableTaskClient Client => _engine.Client;

    internal double RequestsPerCommit => (double)_database.CommittedRequests / Math.Max(1, _database.Commits);

    /// <summary>When the activity after an event ran, by instance.</summary>
    internal ConcurrentDictionary<string, TaskCompletionSource<long>> Marks { get; } = new();

    internal static async Task<BenchEngine> StartAsync(string path)
    {
        var engine = new BenchEngine(SqliteDatabase.Open(new SqliteDatabaseOptions { Path = path }));
        await engine._engine.StartAsync();
        return engine;
    }

    /// <summary>How many activities have run.</summary>
    internal int ActivitiesRun => Volatile.Read(ref _increments);

    /// <summary>
    /// A figure counts only if the work was done: each activity ran once, its result lies in the stored history, and
    /// the orchestrator has seen it.
    /// </summary>
    internal async Task DemandAllStoredAsync(OrchestrationMetadata end, int width, int ran)
    {
        LoadedInstance stored = (await _store.LoadAsync(end.InstanceId))!;
        int results = stored.Turns.Sum(row => RowCodec.DecodeTurn(row).Inbound.OfType<TaskCompleted>().Count());
        int sum = JsonSerializer.Deserialize<int>(stored.Record.Output!);
        if (ran != width || results != width || sum != width * (width + 1) / 2)
        {
            throw new InvalidOperationException(
                $"Of {width} activities {ran} ran and {results} results were stored; their sum is {sum}.");
        }
    }

    internal async Task<OrchestrationMetadata> RunAsync(string name, object? input)
    {
        string id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        OrchestrationMetadata end = await Client.WaitForInstanceCompletionAsync(id);
        return end.RuntimeStatus == OrchestrationRuntimeStatus.Completed
            ? end
            : throw new InvalidOperationException($"{name} ended as {end.RuntimeStatus}: {end.FailureDetails}");
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _database.DisposeAsync();
    }

    private DurableTaskRegistry Register() => new DurableTaskRegistry()
        .AddActivityFunc<int, int>("Increment", (_, number) =>
        {
            Interlocked.Increment(ref _increments);
            return number + 1;
        })
        .AddActivityFunc("Mark", context => Marks[context.InstanceId].SetResult(Stopwatch.GetTimestamp()))
        .AddOrchestratorFunc<int, int>("Sequence", async (context, steps) =>
        {
            int number = 0;
            for (int i = 0; i < steps; i++)
            {
                number = await context.CallActivityAsync<int>("Increment", number);
            }

            return number;
        })
        .AddOrchestratorFunc<int, int>("FanOut", async (context, width) => (await Task.WhenAll(
            Enumerable.Range(0, width).Select(number => context.CallActivityAsync<int>("Increment", number)))).Sum())
        .AddOrchestratorFunc("Events", async context =>
        {
            while (await context.WaitForExternalEvent<bool>("next"))
            {
                await context.CallActivityAsync("Mark");
            }
        });
}
