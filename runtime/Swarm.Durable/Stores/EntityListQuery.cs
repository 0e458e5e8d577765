using Swarm.Durable.Client.Entities;

namespace Swarm.Durable.Stores;

/// <summary>Which entities a list holds. Lists are in the order of ids.</summary>
public sealed record EntityListQuery
{
    /// <summary>How many bytes of states a page holds at most, unless a list says otherwise.</summary>
    public const long DefaultMaxStateBytes = 4 * 1024 * 1024;

    /// <summary>With ids that start so.</summary>
    public string IdPrefix { get; init; } = string.Empty;

    /// <summary>Changed at this time or later.</summary>
    public DateTimeOffset? ModifiedFrom { get; init; }

    /// <summary>Changed at this time or earlier.</summary>
    public DateTimeOffset? ModifiedTo { get; init; }

    /// <summary>Whether entities without a state are listed too.</summary>
    public bool IncludesTransient { get; init; }

    /// <summary>Whether states are read too.</summary>
    public bool WithState { get; init; }

    /// <summary>How many a page holds at most.</summary>
    public int PageSize { get; init; } = EntityQuery.DefaultPageSize;

    /// <summary>How many bytes the states of a page have together at most; it holds one entity in any case.</summary>
    public long MaxStateBytes { get; init; } = DefaultMaxStateBytes;

    /// <summary>Where the page starts: a token of the page before, which is the last id of that.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>Whether an entity belongs to the list.</summary>
    /// <param name="record">The entity.</param>
    public bool Matches(EntityRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.EntityId.StartsWith(IdPrefix, StringComparison.Ordinal)
            && (ModifiedFrom is not { } from || record.UpdatedAt >= from)
            && (ModifiedTo is not { } to || record.UpdatedAt <= to)
            && (IncludesTransient || record.HasState);
    }
}
