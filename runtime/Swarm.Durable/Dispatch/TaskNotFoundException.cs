namespace Swarm.Durable.Dispatch;

/// <summary>No code of the name is registered.</summary>
internal sealed class TaskNotFoundException(string kind, string name, string failureType)
    : Exception($"The {kind} task named '{name}' was not found: register it, or mend the name.")
{
    /// <summary>The type that the failure is recorded under.</summary>
    internal string FailureType { get; } = failureType;
}
