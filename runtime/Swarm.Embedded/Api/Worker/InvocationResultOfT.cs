namespace Swarm.Embedded.Worker;

/// <summary>The result of an invocation.</summary>
public abstract class InvocationResult<T>
{
    /// <summary>The result; setting it replaces what the function returned.</summary>
    public abstract T? Value { get; set; }
}
