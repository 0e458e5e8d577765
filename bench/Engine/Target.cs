namespace Swarm.Bench.Engine;

/// <summary>What a figure has to reach.</summary>
/// <param name="Must">What it must reach.</param>
/// <param name="Goal">What it should reach; the must again where there is no other goal.</param>
/// <param name="IsRate">Whether more is better.</param>
internal sealed record Target(double Must, double Goal, bool IsRate = false)
{
    private static readonly string[] Events =
    [
        "event to next activity, hot",
        "event to next activity, after 20 s idle",
        "event to next activity, cold, with them",
        "event to next activity, cold, after the restart",
    ];

    private static readonly Dictionary<string, Target> All = new()
    {
        [Figures.Sequences] = new Target(2_000, 4_000, IsRate: true),
        [Figures.Alone] = new Target(4, 2),
        [Figures.FanOut] = new Target(10_000, 20_000, IsRate: true),
        [Figures.MemoryPeak] = new Target(150, 100),
        [Figures.MemoryWaiting] = new Target(1_024, 1_024),
        [Figures.Restart] = new Target(2_000, 2_000),
    };

    private static readonly Target EventP50 = new(1.5, 0.8);
    private static readonly Target EventP95 = new(3, 1.5);

    internal static Target? Of(string figure) =>
        Array.Exists(Events, name => Figures.P50(name) == figure) ? EventP50
        : Array.Exists(Events, name => Figures.P95(name) == figure) ? EventP95
        : All.GetValueOrDefault(figure);

    internal string Judge(double value) =>
        Reaches(value, Goal) ? "goal met" : Reaches(value, Must) ? "must met" : "MUST MISSED";

    private bool Reaches(double value, double target) => IsRate ? value >= target : value <= target;
}
