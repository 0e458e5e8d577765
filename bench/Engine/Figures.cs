namespace Swarm.Bench.Engine;

/// <summary>What is measured, by name, and its line on the screen.</summary>
internal static class Figures
{
    internal const string Sequences = "500 five-activity sequences, 50 in flight, per s";
    internal const string Alone = "one sequence alone, p50, ms";
    internal const string FanOut = "1,000 activities fanned out, per s";
    internal const string MemoryIdle = "memory idle, MB";
    internal const string MemoryPeak = "memory peak, MB";
    internal const string MemoryWaiting = "memory with 100,000 waiting instances, MB";
    internal const string Restart = "restart with them to the first answer, ms";

    private const int NameWidth = 62;

    internal static string P50(string figure) => $"{figure}, p50, ms";

    internal static string P95(string figure) => $"{figure}, p95, ms";

    internal static void PrintHead() =>
        Console.WriteLine($"{string.Empty,-NameWidth} {"measured",12} {"must",10} {"goal",10}");

    internal static void Print(string name, double value)
    {
        string line = $"{name,-NameWidth} {value,12:#,##0.000}";
        Console.WriteLine(Target.Of(name) is { } target
            ? $"{line} {target.Must,10:#,##0.##} {target.Goal,10:#,##0.##}  {target.Judge(value)}"
            : line);
    }
}
