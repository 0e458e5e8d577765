namespace Swarm.Durable;

/// <summary>How an activity or sub-orchestration is called.</summary>
public record class TaskOptions
{
    /// <summary>Makes options.</summary>
    /// <param name="retry">How it is tried again; not at all if null.</param>
    public TaskOptions(TaskRetryOptions? retry)
        : this(retry, null)
    {
    }

    /// <summary>Makes options.</summary>
    /// <param name="retry">How it is tried again; not at all if null.</param>
    /// <param name="tags">Tags for a sub-orchestration.</param>
    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    /// <summary>Copies options.</summary>
    /// <param name="options">The original.</param>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
        Tags = options.Tags;
        Version = options.Version;
    }

    /// <summary>How it is tried again.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Tags for a sub-orchestration.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>The version to call; an activity's is its orchestration's if not given.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Options with a retry policy.</summary>
    /// <param name="policy">The policy.</param>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(policy);

    /// <summary>Options with a retry handler.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(handler);

    /// <summary>Options with a retry handler.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(handler);

    /// <summary>The same options for a sub-orchestration with its own id.</summary>
    /// <param name="instanceId">The id of the sub-orchestration.</param>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}
