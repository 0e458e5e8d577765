using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Simulator;

namespace Swarm.KillTarget;

/// <summary>
/// The simulator's random orchestrations and their clients on the real thing: threads, clock and SQLite. Everything
/// follows from the seed, so that each life of the process goes on with the same plans.
/// </summary>
internal sealed class KillableRun
{
    private const int InstancesPerLedger = 4;

    private readonly string _folder;
    private readonly int _seed;
    private readonly Plan[] _plans;

    internal KillableRun(string folder, int seed, int instances)
    {
        _folder = folder;
        _seed = seed;
        var generator = new PlanGenerator(new Random(seed), Math.Max(1, instances / InstancesPerLedger));
        _plans = [.. Enumerable.Range(0, instances).Select(number => generator.Make($"i{number}"))];
    }

    /// <summary>One life of the process: goes on until everything has ended, and tells what is wrong then.</summary>
    /// <param name="noted">Called after each line of the journal.</param>
    internal async Task<IReadOnlyList<string>> RunAsync(Action noted)
    {
        using JournalFile file = JournalFile.Open(_folder, noted);
        var effects = new EffectLog(file.Journal);
        DurableTaskRegistry registry = Registry(effects);
        await using SqliteDatabase database = Open(_folder);
        var store = new SqliteDurableStore(database);
        SimulatedUser[] users =
        [
            .. _plans.Select((plan, number) =>
                new SimulatedUser(plan, TimeProvider.System, new Random(_seed + number), file.Journal)),
        ];
        await using (DurableEngine engine = Create(store, registry))
        {
            await engine.StartAsync();

            // One user does one thing at a time: his random numbers must not be drawn by two threads.
            await Task.WhenAll(users.Select(user => Task.Factory.StartNew(
                () => user.RunAsync(engine.Client),
                CancellationToken.None,
                TaskCreationOptions.None,
                new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap()));
            await WaitForStraysAsync(store);
        }

        return
        [
            .. new OutcomeCheck(users, effects, file.Journal).ListFaults(),
            .. await new StoreCheck(store, registry).ListFaultsAsync(isAtRest: true),
            .. await new LedgerCheck(store, _plans, file.Journal).ListFaultsAsync(),
        ];
    }

    /// <summary>Activities that nobody awaited may still run when the last instance has ended.</summary>
    private static async Task WaitForStraysAsync(SqliteDurableStore store)
    {
        while ((await store.ListUnfinishedAsync(0, maxInstances: 1)).Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    internal static SqliteDatabase Open(string folder) =>
        SqliteDatabase.Open(new SqliteDatabaseOptions { Path = DatabasePath(folder) });

    internal static string DatabasePath(string folder) => Path.Combine(folder, "swarm.db");

    /// <summary>The code of the plans, for whoever replays what they stored.</summary>
    internal DurableTaskRegistry Registry(EffectLog effects) =>
        new PlanRunner(_plans.ToDictionary(plan => plan.InstanceId), effects, TimeProvider.System).Register();

    private static DurableEngine Create(SqliteDurableStore store, DurableTaskRegistry registry) => new(
        store,
        registry,
        new DurableEngineOptions { ChecksReplay = true, MaxLiveInstances = 100 },
        TimeProvider.System,
        NullLoggerFactory.Instance,
        new ServiceCollection().BuildServiceProvider());
}
