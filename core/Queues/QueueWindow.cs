namespace Swarm.Core.Queues;

/// <summary>
/// Counts what happens in one queue over the last five minutes, in a ring of slots of five seconds: its size never
/// changes. Not thread-safe.
/// </summary>
public sealed class QueueWindow
{
    private const int SlotsPerMinute = 12;
    private const int SlotCount = 5 * SlotsPerMinute;
    private static readonly long s_slotTicks = TimeSpan.FromMinutes(1).Ticks / SlotsPerMinute;

    private readonly Slot[] _slots = [.. Enumerable.Range(0, SlotCount).Select(_ => new Slot())];

    public void Enqueued(DateTimeOffset now) => At(now).Enqueued++;

    public void Claimed(DateTimeOffset now, TimeSpan wait)
    {
        var slot = At(now);
        slot.Claimed++;
        slot.Waits[WaitHistogram.StepOf(wait)]++;
    }

    public void Finished(DateTimeOffset now) => At(now).Finished++;

    public QueueFigures Read(DateTimeOffset now)
    {
        var number = Number(now);
        var fiveMinutes = _slots.Where(slot => slot.Number > number - SlotCount && slot.Number <= number).ToList();
        var lastMinute = fiveMinutes.Where(slot => slot.Number > number - SlotsPerMinute).ToList();
        var waits = new int[WaitHistogram.Steps];
        foreach (var slot in fiveMinutes)
        {
            for (var step = 0; step < waits.Length; step++)
            {
                waits[step] += slot.Waits[step];
            }
        }

        return new QueueFigures(
            Count(slot => slot.Enqueued),
            Count(slot => slot.Claimed),
            Count(slot => slot.Finished),
            WaitHistogram.Percentile(waits, 0.5),
            WaitHistogram.Percentile(waits, 0.95));

        (int LastMinute, int LastFiveMinutes) Count(Func<Slot, int> of) => (lastMinute.Sum(of), fiveMinutes.Sum(of));
    }

    private static long Number(DateTimeOffset now) => now.UtcTicks / s_slotTicks;

    private Slot At(DateTimeOffset now)
    {
        var number = Number(now);
        var slot = _slots[number % SlotCount];
        if (slot.Number != number)
        {
            slot.Clear(number);
        }

        return slot;
    }

    private sealed class Slot
    {
        public long Number { get; private set; } = -1;

        public int Enqueued { get; set; }

        public int Claimed { get; set; }

        public int Finished { get; set; }

        public int[] Waits { get; } = new int[WaitHistogram.Steps];

        public void Clear(long number)
        {
            (Number, Enqueued, Claimed, Finished) = (number, 0, 0, 0);
            Array.Clear(Waits);
        }
    }
}
