using System.Diagnostics;
using System.Globalization;

namespace Swarm.Bench.Agent;

/// <summary>
/// Measures the worker agent on this machine: from its start to its first pull, the memory that it has in use while it
/// waits, and how soon a line that a command prints is on the watcher's screen, in the log and in the redrawn table.
/// <c>--program PATH</c> measures another build, such as a published one.
/// </summary>
internal static class Program
{
    private const int Starts = 10;
    private const double MaxStartMs = 1000;
    private const double MaxMemoryMiB = 60;
    private const double GoalMiB = 40;
    private const double MaxDelayMs = 500;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["print", var lines])
        {
            await ClockLines.PrintAsync(int.Parse(lines, CultureInfo.InvariantCulture));
            return 0;
        }

        if (arguments is not ([] or ["--program", _]))
        {
            Console.Error.WriteLine("usage: bench agent [--program PATH]");
            return 2;
        }

        var program = arguments is [_, var path] ? [Path.GetFullPath(path)] : Programs.Agent;
        var folder = Directory.CreateTempSubdirectory("swarm-bench-agent-");
        await using var plane = new BenchPlane();
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            times.Add(await MeasureStartAsync(program, plane, folder.FullName));
        }

        var memoryMiB = await MeasureIdleAsync(program, plane, folder.FullName) / 1024.0 / 1024.0;
        var (log, table) = await new LogDelay(program, folder.FullName).MeasureAsync();
        folder.Delete(recursive: true);
        var later = times.Skip(1).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"start to first pull: {times[0]:0} ms the first time (it joins), then p50 {later[later.Count / 2]:0} ms, "
            + $"longest {later[^1]:0} ms (must be under {MaxStartMs:0} ms)"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory in use after {s_idle.TotalSeconds:0} s idle: {memoryMiB:0.0} MiB "
            + $"(must be under {MaxMemoryMiB:0} MiB, goal {GoalMiB:0})"));
        Console.WriteLine(
            $"a line printed by a command to the output of `swarm logs --follow`: {log.Tell(MaxDelayMs)}; "
            + $"{log.Sorted.Count} lines");
        Console.WriteLine(
            "the newest line printed by a command to the redrawn table of `swarm runs watch`: "
            + (table is null ? "not measured here" : $"{table.Tell(MaxDelayMs)}; {table.Sorted.Count} shown"));
        return times.Max() < MaxStartMs && memoryMiB < MaxMemoryMiB && log.P95 < MaxDelayMs
            && (table?.P95 ?? 0) < MaxDelayMs
                ? 0
                : 1;
    }

    private static async Task<double> MeasureStartAsync(IReadOnlyList<string> program, BenchPlane plane, string folder)
    {
        var pulled = plane.NextPullAsync();
        using var agent = AgentRun.Start(program, plane.Url, folder);
        var at = await pulled.WaitAsync(s_patience);
        return Stopwatch.GetElapsedTime(agent.StartedAt, at).TotalMilliseconds;
    }

    private static async Task<long> MeasureIdleAsync(IReadOnlyList<string> program, BenchPlane plane, string folder)
    {
        var pulled = plane.NextPullAsync();
        using var agent = AgentRun.Start(program, plane.Url, folder);
        await pulled.WaitAsync(s_patience);
        await Task.Delay(s_idle, TimeProvider.System);
        return agent.ReadResidentBytes();
    }
}
