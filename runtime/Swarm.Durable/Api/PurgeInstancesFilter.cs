namespace Swarm.Durable.Client;

/// <summary>Which ended instances are purged.</summary>
/// <param name="CreatedFrom">Created at this time or later.</param>
/// <param name="CreatedTo">Created at this time or earlier.</param>
/// <param name="Statuses">In one of these statuses; any in which they have ended if not given.</param>
public record class PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>After which time the purge stops, complete or not; unlimited if null.</summary>
    public TimeSpan? Timeout { get; init; }
}
