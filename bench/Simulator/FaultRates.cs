namespace Swarm.Simulator;

/// <summary>How often what goes wrong, as a share of commits, reads or answers.</summary>
/// <param name="CrashBefore">The process dies, and the group of writes with it.</param>
/// <param name="CrashAfter">
/// A part of what waits is stored, but the process dies before it knows; the rest is torn off.
/// </param>
/// <param name="FailedBefore">The group is refused, as by a full disk.</param>
/// <param name="FailedAfter">
/// The disk fails under a commit: it is stored, but called failed, and so is every later write until the process ends.
/// </param>
/// <param name="SlowRead">A read returns what was true a while ago.</param>
/// <param name="LateAnswer">A write is stored, but its answer takes a while, and others overtake it.</param>
internal sealed record FaultRates(
    double CrashBefore,
    double CrashAfter,
    double FailedBefore,
    double FailedAfter,
    double SlowRead,
    double LateAnswer)
{
    internal static FaultRates None { get; } = new(0, 0, 0, 0, 0, 0);

    /// <summary>Some seeds are calm and some are wild: bugs hide in both.</summary>
    internal static FaultRates Pick(Random random)
    {
        double[] levels = [0, 0.005, 0.02, 0.06];
        return new FaultRates(
            levels[random.Next(levels.Length)],
            levels[random.Next(levels.Length)],
            levels[random.Next(levels.Length)],
            levels[random.Next(levels.Length)],
            random.NextDouble(),
            random.Next(2) * random.NextDouble());
    }
}
