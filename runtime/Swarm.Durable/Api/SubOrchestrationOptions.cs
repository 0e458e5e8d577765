namespace Swarm.Durable;

/// <summary>How a sub-orchestration is called.</summary>
public record class SubOrchestrationOptions : TaskOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="retry">How it is tried again; not at all if null.</param>
    /// <param name="instanceId">The id of the sub-orchestration; a deterministic new one if null.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>Makes options of others.</summary>
    /// <param name="options">The original.</param>
    /// <param name="instanceId">The id of the sub-orchestration; the original's if null.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options)
    {
        InstanceId = instanceId;
        if (options is SubOrchestrationOptions derived)
        {
            InstanceId ??= derived.InstanceId;
            Version = derived.Version;
        }
    }

    /// <summary>Copies options.</summary>
    /// <param name="options">The original.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options)
    {
        InstanceId = options.InstanceId;
        Version = options.Version;
    }

    /// <summary>The id of the sub-orchestration.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The version of the sub-orchestration; the worker's default if not given.</summary>
    public new TaskVersion? Version { get; init; }
}
