using Microsoft.Extensions.Logging;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>The context that orchestrators get: turns their calls into decisions.</summary>
internal sealed class OrchestrationContext(
    OrchestrationInfo info, ReplaySettings settings, OrchestrationTaskScheduler scheduler) : TaskOrchestrationContext
{
    private OrchestrationEntities? _entities;
    private readonly DeterministicGuids _guids = new(info.InstanceId);
    private DateTime _now;
    private bool _isReplaying;
    private int _nextId;
    private Func<DecisionEvent, int?>? _findNumber;

    public override TaskName Name { get; } = new(info.Name);

    public override string InstanceId => info.InstanceId;

    public override ParentOrchestrationInstance? Parent { get; } = info.Parent is { } parent
        ? new ParentOrchestrationInstance(new TaskName(parent.Name), parent.InstanceId)
        : null;

    public override string Version => info.Version;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _isReplaying;

    public override TaskOrchestrationEntityFeature Entities =>
        _entities ??= new OrchestrationEntities(this, settings.Payloads);

    protected override ILoggerFactory LoggerFactory => settings.Loggers;

    internal OpenTasks Open { get; } = new(settings.Payloads);

    internal EventInbox Events { get; } = new(settings.Payloads);

    /// <summary>What was decided in this turn.</summary>
    internal List<DecisionEvent> Decisions { get; private set; } = [];

    internal ContinueAsNewRequest? ContinueAsNewRequest { get; private set; }

    internal string? CustomStatus { get; private set; }

    internal bool HasCustomStatus { get; private set; }

    /// <summary>Set once the code was seen outside of its turn: it awaited something that is not durable.</summary>
    internal bool IsOutOfTurn { get; set; }

    internal void BeginTurn(DateTime now, bool isReplaying)
    {
        _now = now;
        _isReplaying = isReplaying;
        _findNumber = null;
        Decisions = [];
    }

    /// <summary>From here on, time is that of a turn which is repeated, or of the present.</summary>
    internal void SetClock(DateTime now) => _now = now;

    /// <summary>What was repeated ends here: what follows happens for the first time.</summary>
    internal void EndReplay() => _isReplaying = false;

    /// <summary>From here to the end of the turn, decisions have the numbers that they had before.</summary>
    /// <param name="nextId">The number of the first decision that is new.</param>
    /// <param name="findNumber">Tells the number that a decision had; null for a new one.</param>
    internal void RepeatNumbers(int nextId, Func<DecisionEvent, int?> findNumber)
    {
        _nextId = nextId;
        _findNumber = findNumber;
    }

    public override T? GetInput<T>()
        where T : default => settings.Payloads.Deserialize<T>(info.Input);

    public override Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null)
    {
        DemandTurn(nameof(CallActivityAsync));
        DemandName(name);
        string? text = settings.Payloads.Serialize(input, $"input of activity '{name}'");
        string version = options?.Version is { } wanted ? wanted.Version : info.Version;
        return options?.Retry is { } retry ? RetryLoop.RunAsync(this, retry, Schedule) : Schedule();

        Task<TResult> Schedule()
        {
            DemandTurn(nameof(CallActivityAsync));
            return Begin<TResult>(new TaskScheduled(_nextId++, name.Name, version, text));
        }
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        DemandTurn(nameof(CallSubOrchestratorAsync));
        DemandName(orchestratorName);
        _entities?.DemandChild();
        var own = options as SubOrchestrationOptions;
        string instanceId = own?.InstanceId ?? NewGuid().ToString("N");
        InstanceIds.Demand(instanceId);
        string? text = settings.Payloads.Serialize(input, $"input of sub-orchestration '{orchestratorName}'");
        string version = (own?.Version ?? options?.Version)?.Version ?? settings.DefaultVersion;
        IReadOnlyDictionary<string, string>? tags =
            options?.Tags is { Count: > 0 } given ? new Dictionary<string, string>(given) : null;
        return options?.Retry is { } retry ? RetryLoop.RunAsync(this, retry, Schedule) : Schedule();

        Task<TResult> Schedule()
        {
            DemandTurn(nameof(CallSubOrchestratorAsync));
            return Begin<TResult>(
                new SubOrchestrationCreated(_nextId++, orchestratorName.Name, version, instanceId, text)
                {
                    Tags = tags,
                });
        }
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        DemandTurn(nameof(CreateTimer));
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        DateTime due = fireAt.Kind == DateTimeKind.Local
            ? fireAt.ToUniversalTime()
            : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        TimerCreated decision = Number(new TimerCreated(_nextId++, due));
        Task<object?> task = BeginNumbered<object?>(decision);
        Open.WatchTimer(decision, cancellationToken);
        return task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        DemandTurn(nameof(WaitForExternalEvent));
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return Events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        DemandTurn(nameof(SendEvent));
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        string? text = settings.Payloads.Serialize(payload, $"payload of event '{eventName}'");
        Decisions.Add(Number(new EventSent(_nextId++, instanceId, eventName, text)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        DemandTurn(nameof(SetCustomStatus));
        CustomStatus = settings.Payloads.Serialize(customStatus, "custom status");
        HasCustomStatus = true;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions
        {
            NewInput = newInput,
            PreserveUnprocessedEvents = preserveUnprocessedEvents,
        });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        DemandTurn(nameof(ContinueAsNew));
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNewRequest = new ContinueAsNewRequest(
            settings.Payloads.Serialize(options.NewInput, "input of the next generation"),
            options.NewVersion ?? info.Version,
            options.PreserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        DemandTurn(nameof(NewGuid));
        return _guids.Next(_now);
    }

    internal InvalidOperationException OutOfTurn(string call) => new(
        $"Orchestrator '{info.Name}' of instance '{info.InstanceId}' {call} outside of its turn. Likely cause: it "
        + "awaited a task that is not durable (I/O, Task.Delay, Task.Run), or used ConfigureAwait(false). "
        + "An orchestrator awaits only tasks of its context: move everything else into activities.");

    /// <summary>The number of the next decision; it must be decided at once.</summary>
    internal int TakeId() => _nextId++;

    /// <summary>A decision that a rewind makes again gets the number that it had.</summary>
    internal TDecision Number<TDecision>(TDecision decision)
        where TDecision : DecisionEvent
    {
        if (_findNumber?.Invoke(decision) is not { } known)
        {
            return decision;
        }

        // The number that it was given is free again, unless it is the recorded one.
        _nextId = Math.Max(_nextId - 1, known + 1);
        return (TDecision)((DecisionEvent)decision with { Id = known });
    }

    internal void Decide(DecisionEvent decision) => Decisions.Add(Number(decision));

    internal Task<T> Begin<T>(DecisionEvent decision) => BeginNumbered<T>(Number(decision));

    internal Task<T> BeginNumbered<T>(DecisionEvent decision)
    {
        var task = new OpenTask<T>(decision);
        Open.Add(task);
        Decisions.Add(decision);
        return task.Task;
    }

    internal void DemandTurn(string call)
    {
        if (IsOutOfTurn || !scheduler.IsOnTurnThread)
        {
            IsOutOfTurn = true;
            throw OutOfTurn($"called {call}");
        }
    }

    private static void DemandName(TaskName name)
    {
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException("A task needs a name.", nameof(name));
        }
    }
}
