using Swarm.Embedded.Worker;

namespace Swarm.Embedded.Invocations;

internal sealed class UntypedInvocationResult(InvocationOutcome outcome) : InvocationResult
{
    public override object? Value
    {
        get => outcome.Value;
        set => outcome.Value = value;
    }
}
