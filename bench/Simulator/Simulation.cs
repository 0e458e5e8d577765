using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;

namespace Swarm.Simulator;

/// <summary>
/// One run of the real engine in a simulated world, all of it decided by one seed: random orchestrations, the order in
/// which work runs, commits that fail, and deaths of the process. It must come out as the plans say.
/// </summary>
public sealed class Simulation
{
    private const long MaxSteps = 200_000;
    private const int MaxCrashes = 200;
    private const double EarlyTick = 0.05;
    private const int Ledgers = 3;
    private const int BreakSeed = 7919;
    private const int SectionSeed = 104_729;
    private const int MaxWindow = 12;

    private readonly int _seed;
    private readonly Random _random;
    private readonly SimulatedClock _clock = new();
    private readonly InMemoryDurableStore _disk = new();
    private readonly Func<IDurableStore, IDurableStore> _mutate;
    private readonly FaultRates _faults;
    private readonly Dictionary<string, Plan> _plans;
    private readonly SimulatedUser[] _users;
    private readonly Journal _journal = new();
    private readonly EffectLog _effects;
    private readonly PlanRunner _runner;
    private long _steps;

    /// <summary>Prepares a run.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="mutate">Puts a deliberate bug between engine and store; none if null.</param>
    public Simulation(int seed, Func<IDurableStore, IDurableStore>? mutate = null)
    {
        _seed = seed;
        _random = new Random(seed);
        _mutate = mutate ?? (static store => store);
        _faults = FaultRates.Pick(_random);
        var generator = new PlanGenerator(_random, Ledgers);

        // Breaking has chances of its own, so that the seeds from before it was thought of repeat their runs.
        var breaker = new PlanBreaker(
            new Random(unchecked(seed * BreakSeed)), new Random(unchecked(seed * SectionSeed)), Ledgers);
        _plans = Enumerable.Range(0, _random.Next(1, 4))
            .Select(number => breaker.Break(generator.Make($"i{number}")))
            .ToDictionary(plan => plan.InstanceId);
        _users = [.. _plans.Values.Select(plan => new SimulatedUser(plan, _clock, _random, _journal))];
        _effects = new EffectLog(_journal);
        _runner = new PlanRunner(_plans, _effects, _clock);
    }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="SimulationFailedException">It did not come out as it should.</exception>
    public SimulationResult Run()
    {
        int crashes = 0;
        while (!RunProcess())
        {
            crashes++;
            _clock.DropTimers();
            _effects.NoteSettledAsync(_disk).GetAwaiter().GetResult();
        }

        CheckOutcome();
        return new SimulationResult(crashes, _steps);

        bool RunProcess() => this.RunProcess(crashes < MaxCrashes ? _faults : FaultRates.None);
    }

    /// <summary>One life of the process. False if it died before all was done.</summary>
    private bool RunProcess(FaultRates faults)
    {
        var scheduler = new SeededScheduler(_random);
        var store = new SimulatedStore(_mutate(_disk), _clock, _random, faults);
        DurableEngine engine = CreateEngine(store, scheduler);
        Task work = scheduler.Start(async () =>
        {
            await engine.StartAsync();
            await Task.WhenAll(_users.Select(user => user.RunAsync(engine.Client)));
        });
        if (!RunUntil(scheduler, store, () => work.IsCompleted))
        {
            return false;
        }

        if (work.Exception is { } failure)
        {
            throw new SimulationFailedException(_seed, $"a user met {failure.InnerException}");
        }

        return SettlesDown(scheduler, store, engine);
    }

    /// <summary>Runs work, and moves the clock when there is none; now and then also when there is.</summary>
    private bool RunUntil(SeededScheduler scheduler, SimulatedStore store, Func<bool> isDone)
    {
        while (!isDone())
        {
            if (store.HasCrashed)
            {
                return false;
            }

            if (++_steps > MaxSteps)
            {
                throw Failed("it does not come to an end");
            }

            bool ticks = _random.NextDouble() < EarlyTick && _clock.TryAdvance();
            if (!ticks && !scheduler.TryRunOne() && !_clock.TryAdvance())
            {
                throw Failed($"it hangs: {string.Join(", ", ListUnended().Concat(ListBusyLedgers()))}");
            }
        }

        return true;
    }

    /// <summary>Runs what outlived the last answer. False if the process died of it.</summary>
    private bool SettlesDown(SeededScheduler scheduler, SimulatedStore store, DurableEngine engine)
    {
        while (!store.HasCrashed && (scheduler.TryRunOne() || (IsUnsettled() && _clock.TryAdvance())))
        {
            if (++_steps > MaxSteps)
            {
                throw Failed("it does not settle down");
            }
        }

        if (store.HasCrashed)
        {
            return false;
        }

        bool IsUnsettled() => engine.LiveInstances > 0
            || _disk.ListUnfinishedAsync(0, maxInstances: 1).AsTask().GetAwaiter().GetResult().Count > 0;

        return engine is { LiveInstances: 0, QueuedTurns: 0, QueuedActivities: 0 }
            ? true
            : throw Failed(
                $"after all had ended, {engine.LiveInstances} instances, {engine.QueuedTurns} turns and "
                + $"{engine.QueuedActivities} activities stayed in memory");
    }

    private void CheckOutcome()
    {
        string[] faults =
        [
            .. new OutcomeCheck(_users, _effects, _journal).ListFaults(),
            .. new StoreCheck(_disk, _runner.Register()).ListFaultsAsync(isAtRest: true).GetAwaiter().GetResult(),
            .. new LedgerCheck(_disk, _plans.Values, _journal).ListFaultsAsync().GetAwaiter().GetResult(),
            .. ListUnended().Select(unended => $"not ended: {unended}"),
        ];
        if (faults.Length > 0)
        {
            throw Failed(string.Join("; ", faults));
        }
    }

    private IEnumerable<string> ListUnended()
    {
        InstancePage page = _disk.ListAsync(new InstanceQuery { PageSize = 10_000 }).AsTask().GetAwaiter().GetResult();
        return page.Instances
            .Where(record => !record.HasEnded)
            .Select(record => $"{record.InstanceId} ({record.Status}, turn {record.Turns})");
    }

    private IEnumerable<string> ListBusyLedgers()
    {
        var all = new EntityListQuery { IncludesTransient = true };
        return _disk.ListEntitiesAsync(all).AsTask().GetAwaiter().GetResult().Entities
            .Where(entity => entity.Backlog > 0 || entity.LockedBy is not null)
            .Select(entity => $"{entity.EntityId} ({entity.Backlog} messages, locked by {entity.LockedBy})");
    }

    private SimulationFailedException Failed(string message) => new(_seed, message);

    private DurableEngine CreateEngine(IDurableStore store, TaskScheduler scheduler) => new(
        store,
        _runner.Register(),
        new DurableEngineOptions
        {
            ChecksReplay = true,
            MaxConcurrentTurns = _random.Next(1, 4),
            MaxConcurrentActivities = _random.Next(1, 5),
            MaxLiveInstances = _random.Next(0, 4),
            MaxMessagesPerTurn = _random.Next(1, 10),
            MaxConcurrentEntities = _random.Next(1, 4),
            MaxLiveEntities = _random.Next(0, 4),
            MaxEntityOperationsPerTurn = _random.Next(1, 6),
            MaxMessagesPerEntity = 1 + (_seed % MaxWindow),
        },
        _clock,
        NullLoggerFactory.Instance,
        new ServiceCollection().BuildServiceProvider(),
        scheduler);
}
