using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Replay;

namespace Swarm.Durable.EntityTurns;

/// <summary>Signals as clients and entities send them.</summary>
internal static class EntitySignals
{
    internal static EntityOperationRequest Make(
        EntityInstanceId id,
        string operationName,
        object? input,
        SignalEntityOptions? options,
        string? traceParent,
        PayloadConverter payloads)
    {
        Demand(id, operationName);
        string? text = payloads.Serialize(input, $"input of operation '{operationName}' of entity '{id}'");
        return new EntityOperationRequest(operationName, text, options?.SignalTime?.UtcDateTime, null)
        {
            TraceParent = traceParent,
        };
    }

    internal static void Demand(EntityInstanceId id, string operationName)
    {
        ArgumentException.ThrowIfNullOrEmpty(operationName);
        Demand(id);
    }

    internal static void Demand(EntityInstanceId id)
    {
        if (id.Name is null)
        {
            throw new ArgumentException("An entity needs a name and a key.", nameof(id));
        }
    }
}
