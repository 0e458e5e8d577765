namespace Swarm.Durable;

/// <summary>Who called an activity.</summary>
public abstract class TaskActivityContext
{
    /// <summary>The name of the activity.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The id of the orchestration that called it.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The version of the activity; empty when unversioned.</summary>
    public virtual string Version => string.Empty;
}
