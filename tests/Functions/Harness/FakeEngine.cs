using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Functions.Orchestrations;

namespace Swarm.Tests.Functions.Harness;

/// <summary>An engine that keeps what it is told and runs nothing.</summary>
internal sealed class FakeEngine(CrashPoint crash) : DurableTaskClient("fake")
{
    /// <summary>The reports that were raised, oldest first.</summary>
    public List<WorkReport> Reports { get; } = [];

    /// <summary>The other events that were raised: the instance's id and the event's name.</summary>
    public List<(string InstanceId, string Name)> Events { get; } = [];

    /// <summary>The instances that were started, with their orchestrators; a repeated start does not count.</summary>
    public Dictionary<string, string> Started { get; } = [];

    /// <summary>The instances that it says are running, when asked.</summary>
    public HashSet<string> Running { get; } = [];

    /// <summary>
    /// Set to make raising an event fail, as a host does for an instance that is unknown or has ended.
    /// </summary>
    public bool RefusesEvents { get; set; }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        crash.BeforeWrite();
        if (RefusesEvents)
        {
            throw new InvalidOperationException($"There is no running instance '{instanceId}'.");
        }

        if (eventPayload is not WorkReport report)
        {
            Events.Add((instanceId, eventName));
            return Task.CompletedTask;
        }

        Assert.Equal(WorkReport.EventName(report.WorkItemId), eventName);
        Reports.Add(report);
        return Task.CompletedTask;
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(Running.Contains(instanceId)
            ? new OrchestrationMetadata("any", instanceId) { RuntimeStatus = OrchestrationRuntimeStatus.Running }
            : null);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        crash.BeforeWrite();
        Started.TryAdd(options!.InstanceId!, orchestratorName.Name);
        return Task.FromResult(options.InstanceId!);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var prefix = filter?.InstanceIdPrefix ?? "";
        var found = Started
            .Where(known => known.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(known => new OrchestrationMetadata(known.Value, known.Key))
            .ToList();
        return Pageable.Create<OrchestrationMetadata>(
            (_, _) => Task.FromResult(new Page<OrchestrationMetadata>(found, continuationToken: null)));
    }

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        crash.BeforeWrite();
        return Task.FromResult(new PurgeResult(Started.Remove(instanceId) ? 1 : 0));
    }
}
