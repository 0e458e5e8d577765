namespace Swarm.Contracts.Queues;

/// <summary>
/// In which order a worker looks into its queues, by the number of pointers that it has taken so far: its own queue
/// first, then those of its users and its tools by priority, eight turns for high, four for the default, one for low.
/// A turn whose queues are empty goes to the most urgent of the others, so none is lost, and none waits for ever.
/// </summary>
/// <remarks>
/// Where n queues of one priority belong to users or to tools, each of them that is never empty is taken from within
/// <see cref="RoundTurns"/> × 2n turns, those of the worker's own queue not counted. Where there is one tool and no
/// user, a low message waits for at most 12 others.
/// </remarks>
public static class PullOrder
{
    // The rank that goes first in each turn of a round, spread so that none waits longer than it must.
    private static readonly int[] Wheel = [0, 0, 1, 0, 0, 1, 0, 2, 0, 1, 0, 0, 1];

    private static readonly int[] Ranks = [0, 1, 2];

    /// <summary>How many turns a round has.</summary>
    public static int RoundTurns => Wheel.Length;

    /// <summary>The queues in the order in which to look into them.</summary>
    /// <param name="turn">How many pointers the worker has taken; any start will do.</param>
    /// <param name="queues">The worker's queues; those of a kind in the order of preference.</param>
    /// <exception cref="ArgumentOutOfRangeException">The turn is negative.</exception>
    public static IReadOnlyList<PullQueue> At(long turn, IReadOnlyCollection<PullQueue> queues)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(turn);
        ArgumentNullException.ThrowIfNull(queues);
        var first = Wheel[turn % Wheel.Length];
        int[] ranks = [first, .. Ranks.Where(rank => rank != first)];
        var round = turn / Wheel.Length;

        // Users and tools go first in every other round, and within a kind each queue has its round in turn.
        PullSource[] pulled = round % 2 == 0
            ? [PullSource.User, PullSource.Tool]
            : [PullSource.Tool, PullSource.User];
        return
        [
            .. ranks.SelectMany(rank => Of(PullSource.Worker, rank)),
            .. ranks.SelectMany(rank => pulled.SelectMany(source => Of(source, rank))),
        ];

        IEnumerable<PullQueue> Of(PullSource source, int rank)
        {
            var found = queues.Where(queue => queue.Source == source && queue.Rank == rank).ToList();
            var start = found.Count == 0 ? 0 : (int)(round / 2 % found.Count);
            return found.Skip(start).Concat(found.Take(start));
        }
    }
}
