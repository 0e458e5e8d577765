using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Invocations;

internal sealed class TypedInvocationResult<T>(InvocationOutcome outcome) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)outcome.Value;
        set => outcome.Value = value;
    }
}
