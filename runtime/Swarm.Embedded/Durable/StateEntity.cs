using Swarm.Durable.Entities;

namespace Swarm.Embedded.Durable;

/// <summary>An entity that is nothing but its state: the state's methods are the operations.</summary>
internal sealed class StateEntity<TState> : TaskEntity<TState>
{
    protected override bool AllowStateDispatch => true;
}
