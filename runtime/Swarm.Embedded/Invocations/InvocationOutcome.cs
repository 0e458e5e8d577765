namespace Swarm.Embedded.Invocations;

/// <summary>The result of an invocation, where function, middleware and host find it.</summary>
internal sealed class InvocationOutcome
{
    public object? Value { get; set; }
}
