namespace Swarm.Embedded.Worker;

/// <summary>The result of an invocation, whatever its type.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
}
