using System.Diagnostics;
using Swarm.Durable;

namespace Swarm.Bench.Engine;

/// <summary>Many waiting instances, long histories and wide fan-outs: nothing may grow with what is stored.</summary>
internal static class LargeRun
{
    private const int Waiting = 100_000;

    internal static async Task RunAsync(string folder)
    {
        string path = Path.Combine(folder, "large.db");
        await using (BenchEngine engine = await BenchEngine.StartAsync(path))
        {
            await PrintStepsAsync(engine);
            await PrintWidthsAsync(engine);
            await StartWaitingAsync(engine);
            Figures.Print(Figures.MemoryWaiting, BenchRun.WorkingSetMegabytes());
            await PrintEventsAsync(engine, "with them");
        }

        long start = Stopwatch.GetTimestamp();
        await using BenchEngine again = await BenchEngine.StartAsync(path);
        await again.RunAsync("Sequence", 1);
        Figures.Print(Figures.Restart, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        await PrintEventsAsync(again, "after the restart");
    }

    private static async Task PrintStepsAsync(BenchEngine engine)
    {
        foreach (int steps in new[] { 10, 10_000 })
        {
            int runs = 10_000 / steps;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                await engine.RunAsync("Sequence", steps);
            }

            double perStep = Stopwatch.GetElapsedTime(start).TotalMilliseconds / (runs * steps);
            Figures.Print($"a step of a {steps:N0}-step instance, ms", perStep);
        }
    }

    private static async Task PrintWidthsAsync(BenchEngine engine)
    {
        foreach (int width in new[] { 100, 10_000 })
        {
            int runs = 10_000 / width;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < runs; i++)
            {
                await engine.RunAsync("FanOut", width);
            }

            double perActivity = Stopwatch.GetElapsedTime(start).TotalMilliseconds / (runs * width);
            Figures.Print($"an activity of a {width:N0}-wide fan-out, ms", perActivity);
        }
    }

    private static async Task StartWaitingAsync(BenchEngine engine)
    {
        const int Starters = 100;
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Starters).Select(async _ =>
        {
            for (int i = Interlocked.Increment(ref next); i <= Waiting; i = Interlocked.Increment(ref next))
            {
                await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                    "Events", new StartOrchestrationOptions($"waiting-{i}"));
            }
        }));
        await engine.Client.WaitForInstanceStartAsync($"waiting-{Waiting}");
    }

    private static async Task PrintEventsAsync(BenchEngine engine, string when)
    {
        var times = new List<double>();
        for (int i = 1; i <= 200; i++)
        {
            times.AddRange(await Scenario.MeasureEventsAsync(engine, $"waiting-{i * 97}", 1));
        }

        Figures.Print(Figures.P50($"event to next activity, cold, {when}"), Percentiles.Of(times, 0.5));
        Figures.Print(Figures.P95($"event to next activity, cold, {when}"), Percentiles.Of(times, 0.95));
    }
}
