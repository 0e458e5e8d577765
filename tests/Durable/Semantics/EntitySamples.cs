using Swarm.Durable;
using Swarm.Durable.Entities;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Semantics;

/// <summary>Entities and orchestrators that several tests use.</summary>
internal static class EntitySamples
{
    public static EntityInstanceId A { get; } = new("Counter", "a");

    public static EntityInstanceId B { get; } = new("Counter", "b");

    public static DurableTaskRegistry AddCounter(this DurableTaskRegistry tasks) => tasks.AddEntity<Counter>();

    /// <summary>Waits until an entity shows a state. In between there is no signal to wait for.</summary>
    public static async Task WaitForEntityAsync(
        this EngineHost host, EntityInstanceId id, string? state)
    {
        using var patience = new CancellationTokenSource(EngineHost.Patience);
        while ((await host.Client.Entities.GetEntityAsync(id))?.State.Value != state)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Waits until an entity is locked by an orchestration, or by nobody.</summary>
    public static Task WaitForLockAsync(this EngineHost host, EntityInstanceId id, string? owner) =>
        host.WaitForRecordAsync(id, record => record?.LockedBy?.InstanceId == owner);

    /// <summary>Waits until so many messages wait for an entity.</summary>
    public static Task WaitForBacklogAsync(this EngineHost host, EntityInstanceId id, int backlog) =>
        host.WaitForRecordAsync(id, record => record?.Backlog == backlog);

    private static async Task WaitForRecordAsync(
        this EngineHost host, EntityInstanceId id, Predicate<EntityRecord?> isReached)
    {
        using var patience = new CancellationTokenSource(EngineHost.Patience);
        while (!isReached(await host.Store.FindEntityAsync(id.ToString(), withState: false)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

/// <summary>A number that can be changed.</summary>
internal sealed class Counter : TaskEntity<int>
{
    public int Add(int amount) => State += amount;

    public int Get() => State;

    public async Task<int> AddLater(int amount, TaskEntityContext context)
    {
        await Task.Yield();
        context.SignalEntity(context.Id, "add", amount);
        return State;
    }

    public void Fail(TaskEntityOperation operation)
    {
        State = 1_000;
        operation.Context.SignalEntity(operation.Context.Id, "add", 1);
        operation.Context.ScheduleNewOrchestration("Never");
        throw new InvalidOperationException("on purpose");
    }

    public void Pass(EntityInstanceId to) => Context.SignalEntity(to, "add", State);

    public string Start(string id) =>
        Context.ScheduleNewOrchestration("Report", State, new StartOrchestrationOptions(id));
}

/// <summary>Notes what it is told, in order.</summary>
internal sealed class Notebook : TaskEntity<List<string>>
{
    public void Note(string text) => State.Add(text);

    public List<string> Read() => State;
}
