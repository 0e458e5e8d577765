using System.Diagnostics.CodeAnalysis;
using Swarm.Durable.Entities;
using Swarm.Durable.EntityTurns;
using Swarm.Durable.History;

namespace Swarm.Durable.Replay;

/// <summary>What orchestrators do with entities: turns their calls into decisions.</summary>
internal sealed class OrchestrationEntities(OrchestrationContext context, PayloadConverter payloads)
    : TaskOrchestrationEntityFeature
{
    private CriticalSection? _lastSection;

    private CriticalSection? Section => _lastSection is { IsLeft: false } section ? section : null;

    public override Task CallEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
        CallEntityAsync<object?>(id, operationName, input, options);

    public override async Task<TResult> CallEntityAsync<TResult>(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
    {
        context.DemandTurn(nameof(CallEntityAsync));
        string? text = Serialize(id, operationName, input);
        CriticalSection? section = Section;
        section?.BeginCall(id);
        try
        {
            return await context.Begin<TResult>(
                new EntityCalled(context.TakeId(), id.ToString(), operationName, text));
        }
        finally
        {
            section?.EndCall(id);
        }
    }

    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        context.DemandTurn(nameof(SignalEntityAsync));
        string? text = Serialize(id, operationName, input);
        Section?.DemandSignal(id);
        DateTime? dueAt = options?.SignalTime?.UtcDateTime;
        context.Decide(new EntitySignaled(context.TakeId(), id.ToString(), operationName, text, dueAt));
        return Task.CompletedTask;
    }

    public override async Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds)
    {
        context.DemandTurn(nameof(LockEntitiesAsync));
        ArgumentNullException.ThrowIfNull(entityIds);
        EntityInstanceId[] entities =
            [.. entityIds.Distinct().OrderBy(entity => entity.ToString(), StringComparer.Ordinal)];
        if (entities.Length == 0)
        {
            throw new ArgumentException("The set of entities to lock must not be empty.", nameof(entityIds));
        }

        Array.ForEach(entities, EntitySignals.Demand);

        if (Section is not null)
        {
            throw new InvalidOperationException(
                "Must not enter another critical section from within a critical section.");
        }

        var section = new CriticalSection(context, entities);
        _lastSection = section;
        await section.EnterAsync();
        return section;
    }

    public override bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds)
    {
        entityIds = Section?.ListCallable();
        return entityIds is not null;
    }

    /// <summary>A child could want the very locks that its parent holds while it waits for it.</summary>
    internal void DemandChild()
    {
        if (Section is not null)
        {
            throw new InvalidOperationException("While holding locks, cannot call suborchestrators.");
        }
    }

    private string? Serialize(EntityInstanceId id, string operationName, object? input)
    {
        EntitySignals.Demand(id, operationName);
        return payloads.Serialize(input, $"input of operation '{operationName}' of entity '{id}'");
    }
}
