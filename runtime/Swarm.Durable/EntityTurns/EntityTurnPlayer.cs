using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;
using Swarm.Durable.Telemetry;

namespace Swarm.Durable.EntityTurns;

/// <summary>
/// Runs the operations that wait for an entity, one after the other, as one turn in memory. It stores nothing and sends
/// nothing.
/// </summary>
internal sealed class EntityTurnPlayer(
    TaskCatalog catalog,
    ReplaySettings settings,
    IServiceProvider services,
    TimeProvider time,
    DurableEngineOptions options,
    ILogger logger)
{
    /// <summary>A caller waits for the whole batch, so slow operations make small ones.</summary>
    private static readonly TimeSpan LongestBatch = TimeSpan.FromSeconds(1);

    private readonly IServiceScopeFactory? _scopes = services.GetService<IServiceScopeFactory>();

    /// <summary>Plays a turn; it is empty if there is nothing to do.</summary>
    internal async Task<EntityTurn> PlayAsync(LiveEntity live)
    {
        DateTimeOffset now = time.GetUtcNow();
        long start = time.GetTimestamp();
        live.Admit(live.Take(options.MaxMessagesPerTurn), now);
        var turn = new EntityTurn(live.Record!, now);
        var id = EntityInstanceId.FromString(live.InstanceId);
        await using AsyncServiceScope? scope = _scopes?.CreateAsyncScope();
        ITaskEntity? code = null;
        while (turn.Operations < options.MaxEntityOperationsPerTurn
            && time.GetElapsedTime(start) < LongestBatch
            && live.TakeNext(turn.LockedBy) is { } message)
        {
            switch (message.Event)
            {
                case EntityOperationRequest request:
                    turn.Consume(message);
                    await RunAsync(turn, id, request, () => code ??= Make(id, scope?.ServiceProvider ?? services));
                    break;
                case EntityLockRequest request:
                    turn.Consume(message);
                    Grant(live, turn, request.Owner);
                    break;
                case EntityLockRelease release:
                    Release(live, turn, release.Owner, message);
                    break;
                default:
                    throw new InvalidOperationException(
                        $"Entity '{live.InstanceId}' cannot be told of a {message.Event.GetType().Name}.");
            }
        }

        return turn;
    }

    private static void Grant(LiveEntity live, EntityTurn turn, EntityCaller owner)
    {
        if (live.TakeGivenUp(owner) is { } release)
        {
            turn.Consume(release);
            return;
        }

        turn.LockedBy = owner;
        turn.Answer(owner, new EntityLockGranted(owner.TaskId));
    }

    /// <summary>The owner may have given up before it had the lock: then it must not get it any more.</summary>
    private static void Release(LiveEntity live, EntityTurn turn, EntityCaller owner, InstanceMessage message)
    {
        if (turn.LockedBy == owner)
        {
            turn.LockedBy = null;
        }
        else if (live.TakeLockRequest(owner) is { } request)
        {
            turn.Consume(request);
        }
        else if (live.IsBehind)
        {
            live.NoteGivenUp(owner, message);
            return;
        }

        turn.Consume(message);
    }

    private async Task RunAsync(
        EntityTurn turn, EntityInstanceId id, EntityOperationRequest request, Func<ITaskEntity> make)
    {
        using TraceSpan span = TraceSpan.Start(
            logger,
            id.ToString(),
            (Id: id, Request: request),
            static run => EngineTraces.Operate(run.Id, run.Request));
        var context = new OperationContext(id, turn.StartedAt, span.Id ?? request.TraceParent, settings);
        var state = new OperationState(id, turn.State, settings.Payloads);
        var operation = new Operation(request, context, state, settings.Payloads);
        HistoryEvent? answer = null;
        try
        {
            object? result = await make().RunAsync(operation);
            if (request.Caller is { } caller)
            {
                string? output = settings.Payloads.Serialize(result, $"result of operation '{request.Operation}'");
                answer = new EntityOperationCompleted(caller.TaskId, output);
            }

            turn.Keep(context, state);
        }
        catch (Exception exception)
        {
            logger.OperationFailed(request.Operation, id.ToString(), exception);
            span.Fail(exception);
            turn.Drop();
            if (request.Caller is { } caller)
            {
                answer = new EntityOperationFailed(caller.TaskId, FailureRecorder.Record(exception));
            }
        }

        if (answer is not null)
        {
            turn.Answer(request.Caller!, answer);
        }
    }

    private ITaskEntity Make(EntityInstanceId id, IServiceProvider provider)
    {
        Func<IServiceProvider, ITaskEntity> make = catalog.FindEntity(id.Name)
            ?? throw new TaskNotFoundException("entity", id.Name, FailureTypes.EntityNotFound);
        return make(provider);
    }
}
