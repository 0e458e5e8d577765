namespace Swarm.Simulator;

/// <summary>How often what goes wrong, as a share of commits or reads.</summary>
/// <param name="CrashBefore">The process dies, and the group of writes with it.</param>
/// <param name="CrashAfter">The group is stored, but the process dies before it knows.</param>
/// <param name="FailedGroup">The group is refused, as by a full disk.</param>
/// <param name="SlowRead">A read returns what was true a while ago.</param>
internal sealed record FaultRates(double CrashBefore, double CrashAfter, double FailedGroup, double SlowRead)
{
    internal static FaultRates None { get; } = new(0, 0, 0, 0);

    /// <summary>Some seeds are calm and some are wild: bugs hide in both.</summary>
    internal static FaultRates Pick(Random random)
    {
        double[] levels = [0, 0.005, 0.02, 0.06];
        return new FaultRates(
            levels[random.Next(levels.Length)],
            levels[random.Next(levels.Length)],
            levels[random.Next(levels.Length)],
            random.NextDouble());
    }
}
