using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.Dispatch;

/// <summary>Runs one activity and hands its result to the instance.</summary>
internal sealed class ActivityRunner(
    TaskCatalog catalog,
    PayloadConverter payloads,
    IServiceProvider services,
    InstanceTable instances,
    ILogger logger)
{
    private readonly IServiceScopeFactory? _scopes = services.GetService<IServiceScopeFactory>();

    internal async Task RunAsync(ActivityWorkItem item)
    {
        HistoryEvent result;
        using (TraceSpan span = TraceSpan.Start(logger, item.Instance.InstanceId, item, EngineTraces.Run))
        {
            try
            {
                result = new TaskCompleted(item.Task.Id, await RunCodeAsync(item));
            }
            catch (Exception exception)
            {
                logger.ActivityFailed(item.Task.Name, item.Task.Id, item.Instance.InstanceId, exception);
                span.Fail(exception);
                result = new TaskFailed(item.Task.Id, FailureRecorder.Record(exception));
            }
        }

        InstanceAddress address = item.Instance;
        instances.Post(address.InstanceId, address.Key, new InstanceMessage(0, address.Generation, result));
    }

    private async Task<string?> RunCodeAsync(ActivityWorkItem item)
    {
        Func<IServiceProvider, ITaskActivity> make =
            catalog.FindActivity(item.Task.Name)
            ?? throw new TaskNotFoundException("activity", item.Task.Name, FailureTypes.ActivityNotFound);
        if (_scopes is null)
        {
            return await RunCodeAsync(item, make(services));
        }

        await using AsyncServiceScope scope = _scopes.CreateAsyncScope();
        return await RunCodeAsync(item, make(scope.ServiceProvider));
    }

    private async Task<string?> RunCodeAsync(ActivityWorkItem item, ITaskActivity activity)
    {
        object? input = payloads.Deserialize(item.Task.Input, activity.InputType);
        object? output = await activity.RunAsync(new DurableActivityContext(item), input);
        return payloads.Serialize(output, "output");
    }
}
