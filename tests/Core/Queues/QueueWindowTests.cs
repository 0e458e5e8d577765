using Swarm.Core.Queues;

namespace Swarm.Tests.Core.Queues;

public sealed class QueueWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly QueueWindow _window = new();

    [Fact]
    public void What_happened_is_counted_for_one_minute_and_for_five()
    {
        _window.Enqueued(Start);
        _window.Enqueued(Start);
        _window.Enqueued(Start.AddMinutes(3));
        _window.Claimed(Start.AddMinutes(3), TimeSpan.Zero);
        _window.Finished(Start.AddMinutes(3));

        var figures = _window.Read(Start.AddMinutes(3).AddSeconds(59));

        Assert.Equal((1, 3), figures.Enqueued);
        Assert.Equal((1, 1), figures.Claimed);
        Assert.Equal((1, 1), figures.Finished);
    }

    [Fact]
    public void What_is_older_than_five_minutes_is_forgotten()
    {
        _window.Enqueued(Start);
        _window.Claimed(Start, TimeSpan.FromSeconds(1));

        var figures = _window.Read(Start.AddMinutes(5));

        Assert.Equal((0, 0), figures.Enqueued);
        Assert.Null(figures.WaitP50);
    }

    [Fact]
    public void A_slot_that_comes_round_again_begins_at_nothing()
    {
        _window.Enqueued(Start);
        _window.Enqueued(Start.AddMinutes(5));

        Assert.Equal((1, 1), _window.Read(Start.AddMinutes(5)).Enqueued);
    }

    [Fact]
    public void Percentiles_are_as_exact_as_the_steps_of_the_histogram()
    {
        for (var i = 1; i <= 100; i++)
        {
            _window.Claimed(Start, TimeSpan.FromMilliseconds(i));
        }

        var figures = _window.Read(Start);

        Assert.Equal(TimeSpan.FromMilliseconds(50), figures.WaitP50);
        Assert.Equal(TimeSpan.FromMilliseconds(95), figures.WaitP95);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.5, 1)]
    [InlineData(500, 8)]
    [InlineData(501, 9)]
    [InlineData(1e9, 23)]
    public void A_wait_belongs_to_the_step_whose_limit_it_does_not_exceed(double milliseconds, int step) =>
        Assert.Equal(step, WaitHistogram.StepOf(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_wait_beyond_all_limits_counts_as_the_last()
    {
        _window.Claimed(Start, TimeSpan.FromDays(30));

        Assert.Equal(TimeSpan.FromDays(1), _window.Read(Start).WaitP95);
    }
}
