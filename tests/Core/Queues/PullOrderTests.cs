using Swarm.Contracts.Queues;

namespace Swarm.Tests.Core.Queues;

/// <summary>Weighted, and fair: whatever comes in, nothing that waits is passed over for ever.</summary>
public sealed class PullOrderTests
{
    private const int Seeds = 300;

    private static readonly PullQueue High = new("swarm-tool-shell-high", PullSource.Tool, 0);
    private static readonly PullQueue Default = new("swarm-tool-shell", PullSource.Tool, 1);
    private static readonly PullQueue Low = new("swarm-tool-shell-low", PullSource.Tool, 2);

    [Fact]
    public void Queues_that_are_always_full_share_the_turns_eight_to_four_to_one()
    {
        var taken = Enumerable.Range(0, 1300).Select(turn => PullOrder.At(turn, [Low, Default, High])[0]).ToList();

        Assert.Equal(800, taken.Count(queue => queue == High));
        Assert.Equal(400, taken.Count(queue => queue == Default));
        Assert.Equal(100, taken.Count(queue => queue == Low));
    }

    [Fact]
    public void A_turn_whose_queue_is_empty_goes_to_the_most_urgent_of_the_others()
    {
        for (var turn = 0; turn < PullOrder.RoundTurns; turn++)
        {
            var order = PullOrder.At(turn, [Low, Default, High]);

            var rest = order.Skip(1).ToList();
            Assert.Equal(rest.OrderBy(queue => queue.Rank), rest);
            Assert.Equal(3, order.Distinct().Count());
        }
    }

    [Fact]
    public void The_workers_own_queue_comes_first_in_every_turn()
    {
        var own = new PullQueue("swarm-worker-1-low", PullSource.Worker, 2);

        Assert.All(Enumerable.Range(0, 100), turn => Assert.Equal(own, PullOrder.At(turn, [High, Low, own])[0]));
    }

    [Fact]
    public void The_owners_work_goes_before_that_of_everybody_in_every_other_round()
    {
        var user = new PullQueue("swarm-user-1-high", PullSource.User, 0);

        Assert.Equal([user, High], PullOrder.At(0, [High, user]));
        Assert.Equal([High, user], PullOrder.At(PullOrder.RoundTurns, [High, user]));
    }

    [Fact]
    public void A_negative_turn_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PullOrder.At(-1, [High]));

    [Fact]
    public void A_low_message_waits_for_at_most_twelve_others_wherever_the_turns_begin()
    {
        for (var start = 0; start < PullOrder.RoundTurns; start++)
        {
            // What the other queues hold can only bring the low one's turn forward: a turn of a round is its own.
            var waited = Enumerable.Range(start, PullOrder.RoundTurns)
                .TakeWhile(turn => PullOrder.At(turn, [High, Default, Low])[0] != Low)
                .Count();

            Assert.InRange(waited, 0, 12);
        }
    }

    [Fact]
    public void For_every_pattern_of_arrivals_a_queue_that_is_never_empty_is_taken_from_within_the_bound()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var queues = Sources(random.Next(0, 3), random.Next(1, 4));
            var waiting = queues[random.Next(queues.Count)];
            var most = Math.Max(
                queues.Count(queue => queue.Source == PullSource.User && queue.Rank == 0),
                queues.Count(queue => queue.Source == PullSource.Tool && queue.Rank == 0));
            var bound = PullOrder.RoundTurns * 2 * most;

            var passedOver = LongestWait(random, queues, waiting, turns: 4 * bound);

            Assert.True(passedOver < bound, $"Seed {seed}: {waiting.Name} was passed over {passedOver} times.");
        }
    }

    /// <summary>How often others were taken in a row while one queue had a message all the time.</summary>
    private static int LongestWait(Random random, IReadOnlyList<PullQueue> queues, PullQueue waiting, int turns)
    {
        var full = random.NextDouble();
        var inRow = 0;
        var longest = 0;
        var first = random.Next(1000);
        for (var turn = first; turn < first + turns; turn++)
        {
            var taken = PullOrder.At(turn, queues).First(queue => queue == waiting || random.NextDouble() < full);
            inRow = taken == waiting ? 0 : inRow + 1;
            longest = Math.Max(longest, inRow);
        }

        return longest;
    }

    private static List<PullQueue> Sources(int users, int tools) =>
    [
        .. Enumerable.Range(0, users).SelectMany(i => OfAllRanks($"swarm-user-{i}", PullSource.User)),
        .. Enumerable.Range(0, tools).SelectMany(i => OfAllRanks($"swarm-tool-{i}", PullSource.Tool)),
    ];

    private static IEnumerable<PullQueue> OfAllRanks(string name, PullSource source) =>
        Enumerable.Range(0, 3).Select(rank => new PullQueue($"{name}-{rank}", source, rank));
}
