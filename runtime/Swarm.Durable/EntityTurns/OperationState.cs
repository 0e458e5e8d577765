using Swarm.Durable.Entities;
using Swarm.Durable.Replay;

namespace Swarm.Durable.EntityTurns;

/// <summary>The state of an entity while it runs an operation. It is read from its text each time.</summary>
internal sealed class OperationState(EntityInstanceId id, string? text, PayloadConverter payloads) : TaskEntityState
{
    /// <summary>The state as text; null if there is none.</summary>
    internal string? Text { get; private set; } = text;

    public override bool HasState => Text is not null;

    public override object? GetState(Type type) => payloads.Deserialize(Text, type);

    public override void SetState(object? state) => Text = payloads.Serialize(state, $"state of entity '{id}'");
}
