namespace Swarm.Embedded.Worker;

/// <summary>What the trigger knows about an invocation.</summary>
public abstract class BindingContext
{
    /// <summary>Values by name: route values, query values, the instance id.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
