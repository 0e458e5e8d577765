using System.ComponentModel;
using Swarm.Durable.Client.Entities;
using Swarm.Durable.Core.History;
using Swarm.Durable.Internal;

namespace Swarm.Durable.Client;

/// <summary>Starts, watches and controls instances.</summary>
public abstract class DurableTaskClient : IOrchestrationSubmitter, IAsyncDisposable
{
    /// <summary>Makes a client.</summary>
    /// <param name="name">Its name.</param>
    protected DurableTaskClient(string name) => Name = name;

    /// <summary>The name of the client.</summary>
    public string Name { get; }

    /// <summary>Signals, reads and lists entities.</summary>
    /// <exception cref="NotSupportedException">The host has no entities.</exception>
    public virtual DurableEntityClient Entities =>
        throw new NotSupportedException($"Durable entities are not supported by {GetType()}.");

    /// <summary>Starts an instance.</summary>
    /// <param name="orchestratorName">The name of the orchestrator.</param>
    /// <param name="cancellation">Stops waiting; the start may still happen.</param>
    /// <returns>The id of the instance.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, null, cancellation);

    /// <summary>Starts an instance.</summary>
    /// <param name="orchestratorName">The name of the orchestrator.</param>
    /// <param name="input">The input.</param>
    /// <param name="cancellation">Stops waiting; the start may still happen.</param>
    /// <returns>The id of the instance.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, null, cancellation);

    /// <summary>Starts an instance.</summary>
    /// <param name="orchestratorName">The name of the orchestrator.</param>
    /// <param name="options">How it is started.</param>
    /// <param name="cancellation">Stops waiting; the start may still happen.</param>
    /// <returns>The id of the instance.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, null, options, cancellation);

    /// <summary>Starts an instance. Once this returns, the instance survives any crash.</summary>
    /// <param name="orchestratorName">The name of the orchestrator.</param>
    /// <param name="input">The input.</param>
    /// <param name="options">How it is started.</param>
    /// <param name="cancellation">Stops waiting; the start may still happen.</param>
    /// <returns>The id of the instance.</returns>
    public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default);

    /// <summary>Sends an event without payload.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="cancellation">Stops waiting; the event may still be sent.</param>
    public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) =>
        RaiseEventAsync(instanceId, eventName, null, cancellation);

    /// <summary>Sends an event. Once this returns, the event survives any crash.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="eventPayload">Its payload.</param>
    /// <param name="cancellation">Stops waiting; the event may still be sent.</param>
    public abstract Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Waits until the instance has started.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, CancellationToken cancellation) =>
        WaitForInstanceStartAsync(instanceId, false, cancellation);

    /// <summary>Waits until the instance has started.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether inputs and outputs are fetched.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Waits until the instance has ended.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, CancellationToken cancellation) =>
        WaitForInstanceCompletionAsync(instanceId, false, cancellation);

    /// <summary>Waits until the instance has ended.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether inputs and outputs are fetched.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Terminates an instance.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be terminated.</param>
    public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        TerminateInstanceAsync(instanceId, null, cancellation);

    /// <summary>Terminates an instance.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="output">The output that it gets.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be terminated.</param>
    public virtual Task TerminateInstanceAsync(
        string instanceId, object? output, CancellationToken cancellation = default) =>
        TerminateInstanceAsync(
            instanceId, output is null ? null : new TerminateInstanceOptions(output), cancellation);

    /// <summary>Terminates an instance.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="options">How it is terminated.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be terminated.</param>
    /// <exception cref="NotSupportedException">The client cannot do it.</exception>
    public virtual Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} cannot terminate instances.");

    /// <summary>Suspends an instance.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be suspended.</param>
    public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) =>
        SuspendInstanceAsync(instanceId, null, cancellation);

    /// <summary>Suspends an instance: it keeps what comes and goes on with it when resumed.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be suspended.</param>
    public abstract Task SuspendInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Resumes a suspended instance.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be resumed.</param>
    public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        ResumeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Resumes a suspended instance.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be resumed.</param>
    public abstract Task ResumeInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>What is known about an instance; null if there is none.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
        GetInstanceAsync(instanceId, false, cancellation);

    /// <summary>What is known about an instance; null if there is none.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether inputs and outputs are fetched.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <summary>The older name of <see cref="GetInstanceAsync(string, CancellationToken)"/>.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
        GetInstancesAsync(instanceId, false, cancellation);

    /// <summary>The older name of <see cref="GetInstanceAsync(string, bool, CancellationToken)"/>.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="getInputsAndOutputs">Whether inputs and outputs are fetched.</param>
    /// <param name="cancellation">Stops waiting.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Lists instances.</summary>
    /// <param name="filter">Which; all if null.</param>
    public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

    /// <summary>Lists the ids of instances.</summary>
    /// <param name="runtimeStatus">In one of these statuses; any if null.</param>
    /// <param name="completedTimeFrom">Ended at this time or later.</param>
    /// <param name="completedTimeTo">Ended at this time or earlier.</param>
    /// <param name="pageSize">How many the page holds at most.</param>
    /// <param name="lastInstanceKey">The continuation token of the page before; null for the first page.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="NotSupportedException">The client cannot do it.</exception>
    public virtual Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} cannot list ids of instances.");

    /// <summary>Purges an ended instance with its history.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be purged.</param>
    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        PurgeInstanceAsync(instanceId, null, cancellation);

    /// <summary>Purges an ended instance with its history.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="options">How it is purged.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be purged.</param>
    /// <exception cref="NotSupportedException">The client cannot do it.</exception>
    public virtual Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} cannot purge instances.");

    /// <summary>Purges all ended instances of a kind.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellation">Stops the purge where it is.</param>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, CancellationToken cancellation) =>
        PurgeAllInstancesAsync(filter, null, cancellation);

    /// <summary>Purges all ended instances of a kind.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="options">How they are purged.</param>
    /// <param name="cancellation">Stops the purge where it is.</param>
    /// <exception cref="NotSupportedException">The client cannot do it.</exception>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} cannot purge instances.");

    /// <summary>Starts an instance anew with the input of an earlier one.</summary>
    /// <param name="instanceId">The id of the earlier instance.</param>
    /// <param name="restartWithNewInstanceId">Whether the new one gets an id of its own.</param>
    /// <param name="cancellation">Stops waiting; the start may still happen.</param>
    /// <returns>The id of the new instance.</returns>
    /// <exception cref="NotSupportedException">The client cannot do it.</exception>
    public virtual Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} cannot restart instances.");

    /// <summary>Runs what failed in a failed instance again; what was finished keeps its results.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops waiting; the instance may still be rewound.</param>
    /// <exception cref="NotSupportedException">The client cannot do it.</exception>
    public virtual Task RewindInstanceAsync(
        string instanceId, string reason, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} cannot rewind instances.");

    /// <summary>The history of an instance: of its present generation, if it has continued as new.</summary>
    /// <param name="instanceId">The id of the instance.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The events, oldest first.</returns>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="NotSupportedException">The client cannot do it.</exception>
    public virtual Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(
        string instanceId, CancellationToken cancellation = default) =>
        throw new NotSupportedException($"{GetType()} cannot read histories.");

    /// <summary>Frees what the client holds.</summary>
    public abstract ValueTask DisposeAsync();
}
