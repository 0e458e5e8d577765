using Swarm.Durable.Client;

namespace Swarm.Durable.Stores;

/// <summary>
/// How many stored instances are in each status, kept while they change, so that asking costs nothing. A store applies
/// the changes of a write once it is durable.
/// </summary>
public sealed class StatusCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<OrchestrationRuntimeStatus>().Length];

    /// <summary>Notes that an instance changes from one status to another.</summary>
    /// <param name="from">The status before; null for a new instance.</param>
    /// <param name="to">The status after; null for one that is removed.</param>
    /// <param name="instances">How many instances do.</param>
    public void Move(OrchestrationRuntimeStatus? from, OrchestrationRuntimeStatus? to, long instances = 1)
    {
        if (from == to)
        {
            return;
        }

        if (from is { } before)
        {
            Interlocked.Add(ref _counts[(int)before], -instances);
        }

        if (to is { } after)
        {
            Interlocked.Add(ref _counts[(int)after], instances);
        }
    }

    /// <summary>Adds what another has counted.</summary>
    /// <param name="changes">The changes of one write.</param>
    public void Add(StatusCounts changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        for (int status = 0; status < _counts.Length; status++)
        {
            if (changes._counts[status] is var change and not 0)
            {
                Interlocked.Add(ref _counts[status], change);
            }
        }
    }

    /// <summary>The statuses that instances are in, and how many there are.</summary>
    public IReadOnlyDictionary<OrchestrationRuntimeStatus, long> Read()
    {
        var counts = new Dictionary<OrchestrationRuntimeStatus, long>();
        for (int status = 0; status < _counts.Length; status++)
        {
            if (Interlocked.Read(ref _counts[status]) is var count and > 0)
            {
                counts.Add((OrchestrationRuntimeStatus)status, count);
            }
        }

        return counts;
    }
}
