namespace Swarm.Functions.Instances;

/// <summary>Starts orchestrations whose ids follow from what they do.</summary>
internal static class InstanceStarting
{
    /// <summary>Every status: an instance that exists stands for its thing whatever has become of it.</summary>
    private static readonly OrchestrationRuntimeStatus[] s_allStatuses =
        [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    /// <summary>Starts an orchestration; one that is there already, or was, stays as it is.</summary>
    public static async Task StartOnceAsync(
        DurableTaskClient engine,
        string orchestrator,
        string instanceId,
        object input,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var options = new StartOrchestrationOptions(instanceId).WithDedupeStatuses(s_allStatuses);
        try
        {
            await engine.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Hosts differ in how they say that it is there already, so what counts is whether it is.
            if (await engine.GetInstanceAsync(instanceId, cancellation) is null)
            {
                throw;
            }
        }
    }
}
