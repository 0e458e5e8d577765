using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Swarm.Durable.Abstractions;
using Swarm.Durable.Entities;
using Swarm.Durable.Replay;

namespace Swarm.Durable;

/// <summary>What an orchestrator may use: everything here is deterministic and survives restarts.</summary>
public abstract class TaskOrchestrationContext
{
    /// <summary>The name of the orchestrator.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The id of the instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that called this one; null if it was started by a client.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time at which this turn started; the same on replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code is repeating what it did before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version of the instance; empty when unversioned.</summary>
    public virtual string Version => string.Empty;

    /// <summary>What may be done with entities.</summary>
    /// <exception cref="NotSupportedException">The host has no entities.</exception>
    public virtual TaskOrchestrationEntityFeature Entities =>
        throw new NotSupportedException($"Durable entities are not supported by {GetType()}.");

    /// <summary>Properties that the host gives to the orchestration.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties => ImmutableDictionary<string, object?>.Empty;

    /// <summary>Makes loggers that are silent while replaying.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => new ReplaySafeLoggerFactory(this, LoggerFactory);

    /// <summary>Makes loggers.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The input of the orchestration.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity.</summary>
    /// <typeparam name="TResult">The type of its output.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called.</param>
    /// <returns>Its output; fails with <see cref="TaskFailedException"/>.</returns>
    public abstract Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Calls an activity without input.</summary>
    /// <typeparam name="TResult">The type of its output.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="options">How it is called.</param>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity for its effect.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called.</param>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity without input for its effect.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">How it is called.</param>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) =>
        CallActivityAsync(name, null, options);

    /// <summary>Calls another orchestration and waits for its output.</summary>
    /// <typeparam name="TResult">The type of its output.</typeparam>
    /// <param name="orchestratorName">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called; <see cref="SubOrchestrationOptions"/> give it an id.</param>
    /// <returns>Its output; fails with <see cref="TaskFailedException"/>.</returns>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>Calls another orchestration without input.</summary>
    /// <typeparam name="TResult">The type of its output.</typeparam>
    /// <param name="orchestratorName">Its name.</param>
    /// <param name="options">How it is called.</param>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Calls another orchestration for its effect.</summary>
    /// <param name="orchestratorName">Its name.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How it is called.</param>
    public virtual Task CallSubOrchestratorAsync(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Calls another orchestration without input for its effect.</summary>
    /// <param name="orchestratorName">Its name.</param>
    /// <param name="options">How it is called.</param>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Makes a durable timer.</summary>
    /// <param name="delay">How long from now.</param>
    /// <param name="cancellationToken">Cancels the timer.</param>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(TimerMath.After(CurrentUtcDateTime, delay), cancellationToken);

    /// <summary>Makes a durable timer.</summary>
    /// <param name="fireAt">When it fires, in UTC.</param>
    /// <param name="cancellationToken">Cancels the timer.</param>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>Waits for an event. Names compare without case; an event that came before is taken at once.</summary>
    /// <typeparam name="T">The type of its payload.</typeparam>
    /// <param name="eventName">Its name.</param>
    /// <param name="cancellationToken">Gives up the wait; the next event then goes to another waiter.</param>
    public abstract Task<T> WaitForExternalEvent<T>(
        string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <typeparam name="T">The type of its payload.</typeparam>
    /// <param name="eventName">Its name.</param>
    /// <param name="timeout">How long.</param>
    /// <returns>The payload; cancelled when the time has elapsed.</returns>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event for a limited time.</summary>
    /// <typeparam name="T">The type of its payload.</typeparam>
    /// <param name="eventName">Its name.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <returns>The payload; cancelled when the time has elapsed.</returns>
    public Task<T> WaitForExternalEvent<T>(
        string eventName, TimeSpan timeout, CancellationToken cancellationToken) =>
        TimedWait.ForEventAsync<T>(this, eventName, timeout, cancellationToken);

    /// <summary>Sends an event to another instance; nothing happens if there is none or it has ended.</summary>
    /// <param name="instanceId">The id of the other instance.</param>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="payload">Its payload.</param>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what a status query shows beside the status.</summary>
    /// <param name="customStatus">Any value that can be serialised.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>Ends this generation when the orchestrator returns, and starts the next without history.</summary>
    /// <param name="newInput">The input of the next generation.</param>
    /// <param name="preserveUnprocessedEvents">Whether events not yet waited for are kept.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Ends this generation when the orchestrator returns, and starts the next without history.</summary>
    /// <param name="options">How it goes on.</param>
    /// <exception cref="NotSupportedException">The context cannot change the version.</exception>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.NewVersion is not null)
        {
            throw new NotSupportedException($"{GetType()} cannot continue as another version.");
        }

        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>Makes a GUID that is the same on replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>Makes a logger that is silent while replaying.</summary>
    /// <param name="categoryName">Its category.</param>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        ReplaySafeLoggerFactory.CreateLogger(categoryName);

    /// <summary>Makes a logger that is silent while replaying.</summary>
    /// <param name="type">Its category.</param>
    public virtual ILogger CreateReplaySafeLogger(Type type) => ReplaySafeLoggerFactory.CreateLogger(type);

    /// <summary>Makes a logger that is silent while replaying.</summary>
    /// <typeparam name="T">Its category.</typeparam>
    public virtual ILogger CreateReplaySafeLogger<T>() => ReplaySafeLoggerFactory.CreateLogger<T>();

    /// <summary>Compares the instance's version: as versions if both are such, else as text.</summary>
    /// <param name="version">The version to compare with.</param>
    /// <returns>Below, at or above zero as the instance's is lower, the same or higher.</returns>
    public virtual int CompareVersionTo(string version) =>
        TaskOrchestrationVersioningUtils.CompareVersions(Version, version);
}
