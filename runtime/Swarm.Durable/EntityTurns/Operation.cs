using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Replay;

namespace Swarm.Durable.EntityTurns;

/// <summary>One operation as the entity's code sees it.</summary>
internal sealed class Operation(
    EntityOperationRequest request, OperationContext context, OperationState state, PayloadConverter payloads)
    : TaskEntityOperation
{
    public override string Name => request.Operation;

    public override TaskEntityContext Context => context;

    public override TaskEntityState State => state;

    public override bool HasInput => request.Input is not null;

    public override object? GetInput(Type inputType) => payloads.Deserialize(request.Input, inputType);
}
