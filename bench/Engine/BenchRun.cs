using System.Diagnostics;

namespace Swarm.Bench.Engine;

/// <summary>Runs the scenarios and prints the medians.</summary>
internal static class BenchRun
{
    internal static async Task RunAsync(BenchOptions options, string folder)
    {
        Console.WriteLine($"{DiskProbe.Describe(folder)}; {Environment.ProcessorCount} processors; "
            + $"median of {options.Rounds}");
        double idle = WorkingSetMegabytes();
        var results = new Dictionary<string, List<double>>();
        for (int round = 0; round < options.Rounds; round++)
        {
            await using BenchEngine engine = await BenchEngine.StartAsync(Path.Combine(folder, $"round-{round}.db"));
            foreach (Scenario scenario in Scenario.List(options))
            {
                foreach ((string name, double value) in await scenario.Run(engine))
                {
                    results.TryAdd(name, []);
                    results[name].Add(value);
                }
            }

            Add(results, "requests per commit", engine.RequestsPerCommit);
            Add(results, Figures.MemoryPeak, PeakMegabytes());
        }

        Figures.PrintHead();
        Figures.Print(Figures.MemoryIdle, idle);
        foreach ((string name, List<double> values) in results)
        {
            values.Sort();
            Figures.Print(name, values[values.Count / 2]);
        }

        if (options is { WithLarge: true, Only: null or "large" })
        {
            await LargeRun.RunAsync(folder);
        }
    }

    internal static double WorkingSetMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }

    private static double PeakMegabytes()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    private static void Add(Dictionary<string, List<double>> results, string name, double value)
    {
        results.TryAdd(name, []);
        results[name].Add(value);
    }
}
