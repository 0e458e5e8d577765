using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Functions.Orchestrations;

namespace Swarm.Tests.Functions.Harness;

/// <summary>An engine that keeps what it is told and runs nothing.</summary>
internal sealed class FakeEngine(CrashPoint crash) : DurableTaskClient("fake")
{
    /// <summary>The reports that were raised, oldest first.</summary>
    public List<WorkReport> Reports { get; } = [];

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

        var report = (WorkReport)eventPayload!;
        Assert.Equal(WorkReport.EventName(report.WorkItemId), eventName);
        Reports.Add(report);
        return Task.CompletedTask;
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult<OrchestrationMetadata?>(null);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default) => throw new NotSupportedException();

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

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        throw new NotSupportedException();
}
