namespace Swarm.Durable.Dispatch;

/// <summary>The context that this engine gives to activities.</summary>
public sealed class DurableActivityContext : TaskActivityContext
{
    internal DurableActivityContext(ActivityWorkItem item)
    {
        Name = new TaskName(item.Task.Name);
        InstanceId = item.Instance.InstanceId;
        Version = item.Task.Version;
        TaskId = item.Task.Id;
        Generation = item.Instance.Generation;
    }

    /// <inheritdoc/>
    public override TaskName Name { get; }

    /// <inheritdoc/>
    public override string InstanceId { get; }

    /// <inheritdoc/>
    public override string Version { get; }

    /// <summary>The number of the call in its generation. An activity that runs again has the same.</summary>
    public int TaskId { get; }

    /// <summary>How often the orchestration had continued as new when it made the call.</summary>
    public int Generation { get; }
}
