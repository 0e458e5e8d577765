using Swarm.Durable.Dispatch;
using Swarm.Durable.EntityTurns;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.EntityTurns;

public sealed class ScheduledSignalsTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Those_that_are_due_last_are_forgotten_and_the_first_of_them_says_when_to_read_again()
    {
        var signals = new ScheduledSignals(new InboxLimit(MaxMessages: 2, MaxBytes: 1_000));
        foreach (int hour in new[] { 5, 3, 4, 1 })
        {
            signals.Add(At(hour, size: 1));
        }

        Assert.Equal((2, Start.AddHours(4)), (signals.Count, signals.ForgottenFrom));
        Assert.Null(signals.TakeDue(Start));
        Assert.Equal([1L, 3L], Take(signals, 3));
        Assert.Equal(Start.AddHours(4), signals.NextDue!.Value.UtcDateTime);
    }

    [Fact]
    public void Their_bytes_are_limited_too_but_one_is_always_known()
    {
        var signals = new ScheduledSignals(new InboxLimit(MaxMessages: 100, MaxBytes: 1_000));

        signals.Add(At(1, size: 5_000));
        Assert.Equal((1, (DateTime?)null), (signals.Count, signals.ForgottenFrom));
        signals.Add(At(2, size: 1));

        Assert.Equal((1, Start.AddHours(2)), (signals.Count, signals.ForgottenFrom));
        signals.Clear();
        Assert.Equal((0, (DateTime?)null, (DateTimeOffset?)null),
            (signals.Count, signals.ForgottenFrom, signals.NextDue));
    }

    private static List<long> Take(ScheduledSignals signals, int hours)
    {
        var taken = new List<long>();
        while (signals.TakeDue(Start.AddHours(hours)) is { } signal)
        {
            taken.Add(signal.Id);
        }

        return taken;
    }

    private static InstanceMessage At(int hour, int size) =>
        new(hour, 0, new EntityOperationRequest("note", null, Start.AddHours(hour), null)) { Size = size };
}
