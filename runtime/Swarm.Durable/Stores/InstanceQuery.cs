using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>
/// Which instances a list holds, in the order of creation; of ids if a prefix of them is given; else of their ends if
/// times of those are given.
/// </summary>
public sealed record InstanceQuery
{
    /// <summary>How many bytes of payloads a page holds at most, unless a list says otherwise.</summary>
    public const long DefaultMaxPayloadBytes = 16 * 1024 * 1024;

    /// <summary>Created at this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Created at this time or earlier.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>Ended at this time or later.</summary>
    public DateTimeOffset? CompletedFrom { get; init; }

    /// <summary>Ended at this time or earlier.</summary>
    public DateTimeOffset? CompletedTo { get; init; }

    /// <summary>In one of these statuses; any if null.</summary>
    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses { get; init; }

    /// <summary>With ids that start so.</summary>
    public string? InstanceIdPrefix { get; init; }

    /// <summary>How many a page holds at most.</summary>
    public int PageSize { get; init; } = OrchestrationQuery.DefaultPageSize;

    /// <summary>Whether inputs, outputs, custom statuses and failures are read too.</summary>
    public bool WithPayloads { get; init; }

    /// <summary>How many bytes the payloads of a page have at most; it holds one instance in any case.</summary>
    public long MaxPayloadBytes { get; init; } = DefaultMaxPayloadBytes;

    /// <summary>Whether the list is in the order in which instances ended.</summary>
    public bool IsByEnd => InstanceIdPrefix is null && (CompletedFrom is not null || CompletedTo is not null);

    /// <summary>Where the page starts: a token of the page before.</summary>
    public string? ContinuationToken { get; init; }
}
