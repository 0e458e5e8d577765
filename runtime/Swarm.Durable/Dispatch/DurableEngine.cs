using Microsoft.Extensions.Logging;
using Swarm.Durable.Client;
using Swarm.Durable.EntityTurns;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.Dispatch;

/// <summary>
/// Runs durable orchestrations and activities in this process. What its client was told is committed; what is committed
/// goes on after any crash. One engine uses a store at a time.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    private const int RecoveryPageSize = 1_000;

    private readonly IDurableStore _store;
    private readonly DurableEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly InstanceTable _instances;
    private readonly LiveTable<LiveEntity> _liveEntities;
    private readonly Deliveries _deliveries;
    private readonly WorkDispatcher<ActivityWorkItem> _activities;
    private readonly WorkDispatcher<LiveEntity> _entityTurns;
    private readonly EntityDispatcher _entities;
    private readonly OrchestrationDispatcher _orchestrations;
    private readonly WakeTimers _timers;
    private readonly InstancePurge _purge;
    private readonly EngineMetrics _metrics = new();
    private Retention? _retention;
    private bool _isStarted;
    private bool _isStopped;

    /// <summary>Makes an engine; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="store">Where instances are kept. It stays the caller's to dispose.</param>
    /// <param name="registry">The code that can be run; later additions are not seen.</param>
    /// <param name="options">How it works.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <param name="services">What factories are given; each run of an activity gets a scope of it.</param>
    /// <exception cref="InvalidOperationException">An option is outside its range.</exception>
    public DurableEngine(
        IDurableStore store,
        DurableTaskRegistry registry,
        DurableEngineOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        IServiceProvider services)
        : this(store, registry, options, time, loggers, services, TaskScheduler.Default)
    {
    }

    internal DurableEngine(
        IDurableStore store,
        DurableTaskRegistry registry,
        DurableEngineOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        IServiceProvider services,
        TaskScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        ArgumentNullException.ThrowIfNull(services);
        options.Validate();
        _store = store;
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger("Swarm.Durable");
        var payloads = new PayloadConverter(options.DataConverter, options.MaxPayloadChars);
        var settings = new ReplaySettings(
            payloads, loggers, options.Versioning?.DefaultVersion ?? options.DefaultVersion);
        var versions = new VersionPolicy(options.Versioning);
        var catalog = new TaskCatalog(registry, services);
        var signals = new InstanceSignals();
        _instances = new InstanceTable(options.MaxLiveInstances);
        var inboxLimit = new InboxLimit(options.MaxMessagesPerEntity, DurableEngineOptions.MaxBytesPerEntity);
        _liveEntities = new LiveTable<LiveEntity>(
            options.MaxLiveEntities, (id, key) => new LiveEntity(id, key, inboxLimit));
        _deliveries = new Deliveries(_instances, _liveEntities);
        _timers = new WakeTimers(time, _deliveries.Wake);
        var runner = new ActivityRunner(catalog, payloads, services, _instances, _logger);
        var threads = new EngineThreads(scheduler);
        _activities = new WorkDispatcher<ActivityWorkItem>(runner.RunAsync, threads, options.MaxConcurrentActivities);
        var effects = new TurnEffects(_instances, _deliveries, _activities, _timers, signals, options, _logger);
        var telemetry = new TurnTelemetry(_metrics, time, _logger);
        var player = new TurnPlayer(catalog, versions, settings, _instances, time, options, telemetry);
        _orchestrations = new OrchestrationDispatcher(
            store, _instances, player, effects, telemetry, versions, threads, time, _logger);
        _instances.Queue = _orchestrations.Enqueue;
        var entityPlayer = new EntityTurnPlayer(catalog, settings, services, time, options, _logger);
        _entities = new EntityDispatcher(
            store, _liveEntities, entityPlayer, effects, _deliveries, _timers, telemetry, inboxLimit, time, _logger);
        _entityTurns = new WorkDispatcher<LiveEntity>(_entities.RunTurnAsync, threads, options.MaxConcurrentEntities);
        _liveEntities.Queue = _entityTurns.Enqueue;
        _metrics.Watch(
            _instances,
            store.CountByStatus,
            () => _orchestrations.QueueLength,
            () => _activities.QueueLength,
            () => _timers.QueueLength,
            () => _entityTurns.QueueLength);
        var entities = new EngineEntityClient(store, _deliveries, payloads);
        _purge = new InstancePurge(store, time);
        Client = new EngineClient(
            store, _instances, _deliveries, effects, signals, payloads, entities, _purge, time, options.DefaultVersion,
            _logger);
    }

    /// <summary>Starts, watches and controls instances, once <see cref="StartAsync"/> has completed.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>How many instances are in memory.</summary>
    internal int LiveInstances => _instances.Count;

    /// <summary>How many instances wait for a turn.</summary>
    internal int QueuedTurns => _orchestrations.QueueLength;

    /// <summary>How many activities wait.</summary>
    internal int QueuedActivities => _activities.QueueLength;

    /// <summary>How many entities are in memory.</summary>
    internal int LiveEntities => _liveEntities.Count;

    /// <summary>How many wakes are queued.</summary>
    internal int QueuedWakes => _timers.QueueLength;

    /// <summary>Goes on with what is unfinished in the store, and takes new work.</summary>
    /// <param name="cancellation">Stops the start; the engine must then be disposed.</param>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (_isStarted)
        {
            throw new InvalidOperationException("The engine was started before: an engine starts once.");
        }

        _isStarted = true;
        await RecoverAsync(cancellation);
        _activities.Start();
        _entityTurns.Start();
        _orchestrations.Start(_options.MaxConcurrentTurns);
        _retention = _options.Retention is { } age ? new Retention(_purge, age, _time, _logger) : null;
    }

    /// <summary>
    /// Stops: turns under way are committed, activities under way get a limited time to end. What is left goes on when
    /// an engine is started on the store again. Calling it twice does nothing more.
    /// </summary>
    public async Task StopAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        if (_retention is not null)
        {
            await _retention.DisposeAsync();
        }

        _timers.Dispose();
        int activitiesLeft = await _activities.StopAsync(_options.StopTimeout, _time);
        if (activitiesLeft > 0)
        {
            _logger.ActivitiesLeftBehind(activitiesLeft);
        }

        int entitiesLeft = await _entityTurns.StopAsync(_options.StopTimeout, _time);
        _entities.Stop();
        if (entitiesLeft > 0)
        {
            _logger.EntitiesLeftBehind(entitiesLeft);
        }

        await _orchestrations.StopAsync();
        _metrics.Dispose();
        _logger.EngineStopped();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task RecoverAsync(CancellationToken cancellation)
    {
        int unfinished = 0;
        int woken = 0;
        long lastKey = 0;
        IReadOnlyList<UnfinishedInstance> page;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            page = await _store.ListUnfinishedAsync(lastKey, RecoveryPageSize);
            foreach (UnfinishedInstance instance in page)
            {
                // Before its timer is set, which could bring it into memory without the mark.
                if (instance.MustWake)
                {
                    _deliveries.Recover(instance);
                    woken++;
                }

                _timers.Set(instance.InstanceId, instance.Key, instance.WakeAt);
                unfinished++;
                lastKey = instance.Key;
            }
        }
        while (page.Count == RecoveryPageSize);
        _logger.EngineStarted(unfinished, woken);
    }
}
