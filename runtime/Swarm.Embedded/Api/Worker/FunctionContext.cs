namespace Swarm.Embedded.Worker;

/// <summary>Everything that belongs to one invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The id of this invocation, unique.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The id of the function, the same for as long as its code has its name.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The trace that this invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger knows about this invocation.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Where the invocation stands in the host's retries.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>A place where middleware and function leave values for each other.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the host offers for this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the caller has gone or the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
