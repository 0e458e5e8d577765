using System.Diagnostics;
using System.Globalization;

namespace Swarm.Bench.Agent;

/// <summary>
/// Measures the worker agent on this machine: from its start to its first pull, and the memory that it has in use while
/// it waits. <c>--program PATH</c> measures another build, such as a published one.
/// </summary>
internal static class Program
{
    private const int Starts = 10;
    private const double MaxStartMs = 1000;
    private const double MaxMemoryMiB = 60;
    private const double GoalMiB = 40;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(20);

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ([] or ["--program", _]))
        {
            Console.Error.WriteLine("usage: bench agent [--program PATH]");
            return 2;
        }

        var program = arguments is [_, var path] ? [Path.GetFullPath(path)] : FindBuilt();
        var folder = Directory.CreateTempSubdirectory("swarm-bench-agent-");
        await using var plane = new BenchPlane();
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            times.Add(await MeasureStartAsync(program, plane, folder.FullName));
        }

        var memoryMiB = await MeasureIdleAsync(program, plane, folder.FullName) / 1024.0 / 1024.0;
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
        return times.Max() < MaxStartMs && memoryMiB < MaxMemoryMiB ? 0 : 1;
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

    // The projects of a build lie side by side: artifacts/{host}/bin/{project}/{configuration}.
    private static string[] FindBuilt()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var built = Path.Combine(here.Parent!.Parent!.FullName, "Swarm.WorkerAgent", here.Name, "swarm-agent.dll");
        var host = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet");
        return [Path.GetFullPath(host), built];
    }
}
