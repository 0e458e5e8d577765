using System.Diagnostics;
using Swarm.Durable.Client;

namespace Swarm.Bench.Engine;

/// <summary>One thing that is measured: its name and what gives its figures.</summary>
internal sealed record Scenario(string Name, Func<BenchEngine, Task<IReadOnlyList<(string Name, double Value)>>> Run)
{
    private const int Steps = 5;

    internal static IEnumerable<Scenario> List(BenchOptions options)
    {
        Scenario[] all =
        [
            new("sequences", RunSequencesAsync),
            new("alone", RunAloneAsync),
            new("fanout", RunFanOutAsync),
            new("events", engine => RunEventsAsync(engine, "hot")),
        ];
        foreach (Scenario scenario in all.Where(scenario => options.Only is null || scenario.Name == options.Only))
        {
            yield return scenario;
        }

        if (options is { WithIdle: true, Only: null or "idle" })
        {
            yield return new Scenario("idle", RunIdleAsync);
        }
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> RunSequencesAsync(BenchEngine engine)
    {
        const int Sequences = 500;
        const int InFlight = 50;
        await RunManyAsync(engine, Sequences, InFlight);
        long start = Stopwatch.GetTimestamp();
        await RunManyAsync(engine, Sequences, InFlight);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return [(Figures.Sequences, Sequences / seconds)];
    }

    private static async Task RunManyAsync(BenchEngine engine, int sequences, int inFlight)
    {
        int left = sequences;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await engine.RunAsync("Sequence", Steps);
            }
        }));
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> RunAloneAsync(BenchEngine engine)
    {
        const int Runs = 300;
        var times = new List<double>(Runs);
        for (int i = 0; i < Runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await engine.RunAsync("Sequence", Steps);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return [(Figures.Alone, Percentiles.Of(times, 0.5))];
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> RunFanOutAsync(BenchEngine engine)
    {
        const int Width = 1_000;
        const int Runs = 5;
        var rates = new List<double>(Runs);
        for (int i = 0; i < Runs; i++)
        {
            int before = engine.ActivitiesRun;
            long start = Stopwatch.GetTimestamp();
            OrchestrationMetadata end = await engine.RunAsync("FanOut", Width);
            rates.Add(Width / Stopwatch.GetElapsedTime(start).TotalSeconds);
            await engine.DemandAllStoredAsync(end, Width, engine.ActivitiesRun - before);
        }

        return [(Figures.FanOut, Percentiles.Of(rates, 0.5))];
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> RunIdleAsync(BenchEngine engine)
    {
        await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System);
        return await RunEventsAsync(engine, "after 20 s idle", events: 20);
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> RunEventsAsync(
        BenchEngine engine, string when, int events = 300)
    {
        string id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Events");
        await engine.Client.WaitForInstanceStartAsync(id);
        List<double> times = await MeasureEventsAsync(engine, id, events);
        await engine.Client.RaiseEventAsync(id, "next", false);
        await engine.Client.WaitForInstanceCompletionAsync(id);
        return
        [
            (Figures.P50($"event to next activity, {when}"), Percentiles.Of(times, 0.5)),
            (Figures.P95($"event to next activity, {when}"), Percentiles.Of(times, 0.95)),
        ];
    }

    internal static async Task<List<double>> MeasureEventsAsync(BenchEngine engine, string id, int events)
    {
        var times = new List<double>(events);
        for (int i = 0; i < events; i++)
        {
            var mark = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            engine.Marks[id] = mark;
            long start = Stopwatch.GetTimestamp();
            await engine.Client.RaiseEventAsync(id, "next", true);
            times.Add(Stopwatch.GetElapsedTime(start, await mark.Task).TotalMilliseconds);
        }

        return times;
    }
}
