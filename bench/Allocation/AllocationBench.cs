using System.Diagnostics;
using System.Globalization;
using Swarm.Contracts.Allocation;
using Swarm.Core.Allocation;

namespace Swarm.Bench.Allocation;

/// <summary>Decides many times over the same fleet and prints how long a decision took.</summary>
internal static class AllocationBench
{
    private const int WarmUp = 500;
    private const int Decisions = 2_000;

    private static readonly TimeSpan s_target = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether the median of every scenario is within the target.</summary>
    public static bool Run(int workers)
    {
        Console.WriteLine($"{Decisions} decisions each, among {workers} workers:");
        var easy = new WorkRequirements { Tool = "shell" };
        var hard = new WorkRequirements
        {
            Tool = "claude-code",
            Version = VersionRange.Parse(">=2 <3"),
            Labels = ["home"],
            Specialisation = Specialisation.Review,
            MemoryBytes = 4L * 1024 * 1024 * 1024,
            User = "ada",
            Repository = "/src/app",
            Session = "session-7",
            PreferredLabels = ["fast"],
        };
        (string Name, bool IsWithin)[] scenarios =
        [
            Measure("every worker fits", easy, Fleet.Make(workers, busy: false)),
            Measure("most are excluded", hard, Fleet.Make(workers, busy: false)),
            Measure("every worker is busy", easy, Fleet.Make(workers, busy: true)),
        ];
        return Array.TrueForAll(scenarios, scenario => scenario.IsWithin);
    }

    private static (string Name, bool IsWithin) Measure(
        string name, WorkRequirements work, IReadOnlyList<WorkerCandidate> fleet)
    {
        for (var i = 0; i < WarmUp; i++)
        {
            Allocator.Allocate(work, fleet, AllocationWeights.Balanced, Fleet.Now);
        }

        var times = new TimeSpan[Decisions];
        for (var i = 0; i < Decisions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Allocator.Allocate(work, fleet, AllocationWeights.Balanced, Fleet.Now);
            times[i] = Stopwatch.GetElapsedTime(start);
        }

        Array.Sort(times);
        var (median, slow) = (times[Decisions / 2], times[Decisions * 99 / 100]);
        var isWithin = median < s_target;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-22} p50 {median.TotalMicroseconds,7:0} µs   p99 {slow.TotalMicroseconds,7:0} µs"
            + $"   {(isWithin ? "within" : "over")} 1 ms"));
        return (name, isWithin);
    }
}
