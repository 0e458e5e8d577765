namespace Swarm.WorkerAgent.Signals;

/// <summary>
/// Waiting times between tries: each twice the one before, capped, and jittered so that the workers of a control
/// plane that comes back do not all knock at once.
/// </summary>
internal sealed class Backoff(Random random, TimeSpan first, TimeSpan longest)
{
    private readonly Lock gate = new();
    private int failures;

    public static Backoff ForNetwork(Random random) =>
        new(random, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    /// <summary>The time to wait now: between half of the current step and all of it.</summary>
    public TimeSpan Next()
    {
        lock (gate)
        {
            var doubled = first.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 30));
            var step = Math.Min(longest.TotalMilliseconds, doubled);
            failures++;
            return TimeSpan.FromMilliseconds(step * (0.5 + (random.NextDouble() / 2)));
        }
    }

    public void Reset()
    {
        lock (gate)
        {
            failures = 0;
        }
    }
}
