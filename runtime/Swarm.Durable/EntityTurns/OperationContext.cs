using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Stores;

namespace Swarm.Durable.EntityTurns;

/// <summary>Gathers what an operation sends and starts.</summary>
/// <param name="id">The entity.</param>
/// <param name="now">The time of its turn.</param>
/// <param name="traceParent">The trace that what it sends and starts belongs to.</param>
/// <param name="settings">What it shares with others.</param>
internal sealed class OperationContext(
    EntityInstanceId id, DateTimeOffset now, string? traceParent, ReplaySettings settings) : TaskEntityContext
{
    public override EntityInstanceId Id => id;

    internal List<OutgoingMessage> Messages { get; } = [];

    internal List<NewInstance> Starts { get; } = [];

    public override void SignalEntity(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        EntityOperationRequest request = EntitySignals.Make(
            id, operationName, input, options, traceParent, settings.Payloads);
        Messages.Add(new OutgoingMessage(id.ToString(), null, RowCodec.EncodeMessage(request)));
    }

    public override string ScheduleNewOrchestration(
        TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        if (string.IsNullOrEmpty(name.Name))
        {
            throw new ArgumentException("An orchestration needs the name of its orchestrator.", nameof(name));
        }

        string instanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        InstanceIds.Demand(instanceId);
        Starts.Add(new NewInstance
        {
            InstanceId = instanceId,
            Name = name.Name,
            Version = options?.Version?.Version ?? settings.DefaultVersion,
            Input = settings.Payloads.Serialize(input, $"input of orchestration '{name}'"),
            Tags = options?.Tags is { Count: > 0 } tags ? RowCodec.EncodeTags(tags) : null,
            CreatedAt = now,
            TraceParent = traceParent,
            StartAt = options?.StartAt > now ? options.StartAt : null,
        });
        return instanceId;
    }
}
