using Microsoft.Extensions.Logging;
using Swarm.Durable.Client;
using Swarm.Durable.Client.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.Dispatch;

/// <summary>The client of an engine in the same process. Its calls return when what they did is committed.</summary>
internal sealed class EngineClient(
    IDurableStore store,
    InstanceTable instances,
    Deliveries deliveries,
    TurnEffects effects,
    InstanceSignals signals,
    PayloadConverter payloads,
    DurableEntityClient entities,
    InstancePurge purge,
    TimeProvider time,
    string defaultVersion,
    ILogger logger) : DurableTaskClient("embedded")
{
    private const int MaxPageSize = 1_000;

    private static readonly IReadOnlyCollection<OrchestrationRuntimeStatus> UnendedStatuses =
    [
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Suspended,
    ];

    public override DurableEntityClient Entities => entities;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (string.IsNullOrEmpty(orchestratorName.Name))
        {
            throw new ArgumentException(
                "An orchestration needs the name of its orchestrator.", nameof(orchestratorName));
        }

        string instanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        InstanceIds.Demand(instanceId);
        DateTimeOffset now = time.GetUtcNow();
        using TraceSpan span = TraceSpan.Start(
            logger,
            instanceId,
            (Name: orchestratorName.Name, Id: instanceId),
            static created => EngineTraces.Create(created.Name, created.Id));
        var created = new NewInstance
        {
            InstanceId = instanceId,
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? defaultVersion,
            Input = payloads.Serialize(input, $"input of orchestration '{orchestratorName}'"),
            Tags = options?.Tags is { Count: > 0 } tags ? RowCodec.EncodeTags(tags) : null,
            CreatedAt = now,
            StartAt = options?.StartAt > now ? options.StartAt : null,
            TraceParent = span.Id ?? System.Diagnostics.Activity.Current?.Id,
        };
        CreateOutcome outcome = await store.CreateAsync(created, RefusedStatuses(options), cancellation);
        if (!outcome.IsCreated)
        {
            throw new OrchestrationAlreadyExistsException(instanceId, outcome.ExistingStatus!.Value);
        }

        effects.Start(created, outcome.Key, outcome.LastMessageId);
        foreach (StoredMessage release in outcome.Delivered)
        {
            deliveries.Deliver(release);
        }

        return instanceId;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        string? payload = payloads.Serialize(eventPayload, $"payload of event '{eventName}'");
        using TraceSpan span = TraceSpan.Start(
            logger,
            instanceId,
            (Name: eventName, Id: instanceId),
            static raised => EngineTraces.Raise(raised.Name, raised.Id));
        await PostAsync(instanceId, new EventRaised(eventName, payload, 0), cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        string? output = payloads.Serialize(options?.Output, "output");
        return PostAsync(instanceId, new ExecutionTerminated(output, options?.Recursive ?? false), cancellation);
    }

    public override Task SuspendInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        PostAsync(instanceId, new ExecutionSuspended(reason), cancellation);

    public override Task ResumeInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        PostAsync(instanceId, new ExecutionResumed(reason), cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, forEnd: false, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, forEnd: true, getInputsAndOutputs, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceRecord? record = await store.FindAsync(instanceId, withPayloads: true);
        return record is null ? null : InstanceMetadata.Describe(record, payloads.Inner, getInputsAndOutputs);
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        OrchestrationQuery wanted = filter ?? new OrchestrationQuery();
        return Pageable.Create<OrchestrationMetadata>(
            (token, sizeHint, cancellation) => ReadPageAsync(wanted, token, sizeHint, cancellation));
    }

    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        InstancePage page = await store.ListAsync(new InstanceQuery
        {
            CompletedFrom = completedTimeFrom,
            CompletedTo = completedTimeTo,
            Statuses = runtimeStatus?.ToArray(),
            PageSize = Math.Clamp(pageSize, 1, MaxPageSize),
            ContinuationToken = lastInstanceKey,
        });
        return new Page<string>(
            [.. page.Instances.Select(record => record.InstanceId)], page.ContinuationToken);
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new PurgeResult(await purge.PurgeAsync(instanceId, options?.Recursive ?? false, cancellation), true);
    }

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return purge.PurgeAllAsync(filter, options?.Recursive ?? false, cancellation);
    }

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        InstanceRecord record = await store.FindAsync(instanceId, withPayloads: true)
            ?? throw new InstanceNotFoundException(instanceId);
        var options = new StartOrchestrationOptions(restartWithNewInstanceId ? null : instanceId)
        {
            Version = new TaskVersion(record.Version),
            Tags = record.Tags is { } tags ? RowCodec.DecodeTags(tags) : new Dictionary<string, string>(),
        };
        object? input = record.Input is { } text ? new SerializedData(text) : null;
        return await ScheduleNewOrchestrationInstanceAsync(record.Name, input, options, cancellation);
    }

    public override async Task<IList<Core.History.HistoryEvent>> GetOrchestrationHistoryAsync(
        string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        LoadedInstance loaded = await store.LoadAsync(instanceId) ?? throw new InstanceNotFoundException(instanceId);
        return HistoryExport.Tell(loaded.Record, loaded.Turns.Select(row => RowCodec.DecodeTurn(row)));
    }

    public override async Task RewindInstanceAsync(
        string instanceId, string reason, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        byte[] request = RowCodec.EncodeMessage(new RewindRequested(reason));
        RewindOutcome outcome = await store.RewindAsync(instanceId, request, time.GetUtcNow(), cancellation);
        if (outcome.Status is not { } status)
        {
            throw new InstanceNotFoundException(instanceId);
        }

        deliveries.Deliver(outcome.Message ?? throw new InstanceNotFailedException(instanceId, status));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IReadOnlyCollection<OrchestrationRuntimeStatus> RefusedStatuses(StartOrchestrationOptions? options)
    {
        if (options?.DedupeStatuses is not { } names)
        {
            return UnendedStatuses;
        }

        var statuses = new List<OrchestrationRuntimeStatus>(names.Count);
        foreach (string name in names)
        {
            if (!Enum.TryParse(name, ignoreCase: true, out OrchestrationRuntimeStatus status))
            {
                throw new ArgumentException($"'{name}' is no status of an orchestration.", nameof(options));
            }

            statuses.Add(status);
        }

        return statuses;
    }

    private async Task PostAsync(string instanceId, HistoryEvent message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (EntityIds.IsEntity(instanceId))
        {
            throw new InstanceNotFoundException(instanceId);
        }

        PostOutcome outcome = await store.PostAsync(instanceId, RowCodec.EncodeMessage(message), cancellation);
        if (outcome.Message is not { } stored)
        {
            throw outcome.HasEnded
                ? new InstanceEndedException(instanceId)
                : new InstanceNotFoundException(instanceId);
        }

        deliveries.Deliver(stored);
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, bool forEnd, bool withPayloads, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        using InstanceSignals.Waiter waiter = signals.Register(instanceId, forEnd);

        // Registered before it looks, so no signal falls between. A live instance has not ended: it need not be read.
        InstanceRecord? record = instances.FindRecord(instanceId);
        if (record is null || !IsThere(record, forEnd))
        {
            record = forEnd && record is not null
                ? record
                : await store.FindAsync(instanceId, withPayloads: true)
                    ?? throw new InstanceNotFoundException(instanceId);
        }

        if (!IsThere(record, forEnd))
        {
            record = await waiter.Told.WaitAsync(cancellation);
        }

        return InstanceMetadata.Describe(record, payloads.Inner, withPayloads);
    }

    private static bool IsThere(InstanceRecord record, bool forEnd) =>
        record.HasEnded || (!forEnd && record.Status != OrchestrationRuntimeStatus.Pending);

    private async Task<Page<OrchestrationMetadata>> ReadPageAsync(
        OrchestrationQuery filter, string? token, int? sizeHint, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        InstancePage page = await store.ListAsync(new InstanceQuery
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            Statuses = filter.Statuses?.ToArray(),
            InstanceIdPrefix = filter.InstanceIdPrefix,
            PageSize = Math.Clamp(sizeHint ?? filter.PageSize, 1, MaxPageSize),
            WithPayloads = filter.FetchInputsAndOutputs,
            ContinuationToken = token ?? filter.ContinuationToken,
        });
        return new Page<OrchestrationMetadata>(
            [
                .. page.Instances.Select(record =>
                    InstanceMetadata.Describe(record, payloads.Inner, filter.FetchInputsAndOutputs)),
            ],
            page.ContinuationToken);
    }
}
