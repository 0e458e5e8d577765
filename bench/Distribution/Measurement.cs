using System.Diagnostics;

namespace Swarm.Bench.Distribution;

/// <summary>
/// What the control plane does with work that takes no time: work items a second from enqueue over claim and report to
/// the orchestration's next step, and how long a work item waits for its claim at half of that.
/// </summary>
internal sealed class Measurement(LoadOptions options, string folder)
{
    private const int WideNodes = 50;
    private const int NarrowNodes = 10;
    private const int InFlight = 20;
    private const int WarmUpShare = 5;
    private const int SteadySeconds = 15;
    private const double RateMust = 500;
    private const double RateGoal = 1_500;
    private const double WaitMust = 50;

    internal async Task RunAsync(CancellationToken stop)
    {
        await using var controlPlane = new ControlPlane(folder, options.Storage);
        await controlPlane.StartAsync();
        var ledger = new Ledger();
        var key = controlPlane.AdminKey;
        using var client = new WireClient(controlPlane.Url, FaultRates.None);
        await using var crowd = Crowd.Start(options, client, key, FaultRates.None, ledger);

        var wide = await RunLoad.CreateAsync(client, key, ledger, new LoadWorkflow(WideNodes).ToYaml(), stop);
        var runs = Math.Max(WarmUpShare, options.MeasuredItems / WideNodes);
        await wide.RunAsync(runs / WarmUpShare, InFlight, stop);
        var ((before, systemBefore), ownBefore) = (controlPlane.ProcessorTime, OwnProcessorTime());
        var took = await wide.RunAsync(runs, InFlight, stop);
        var (after, systemAfter) = controlPlane.ProcessorTime;
        var (used, usedBySystem) = (after - before, systemAfter - systemBefore);
        var ownUsed = OwnProcessorTime() - ownBefore;
        var rate = runs * WideNodes / took.TotalSeconds;
        Console.WriteLine(
            $"{Where()}: work items per second: {rate:#,##0} (must {RateMust:N0}, goal {RateGoal:#,##0}: "
            + $"{JudgeRate(rate)}); "
            + $"{runs * WideNodes:N0} in runs of {WideNodes}, {InFlight} runs at once; the control plane used "
            + $"{used.TotalMilliseconds / (runs * WideNodes):0.00} ms of processor time for each "
            + $"({usedBySystem.TotalMilliseconds / (runs * WideNodes):0.00} of it in the system), this program "
            + $"{ownUsed.TotalMilliseconds / (runs * WideNodes):0.00} ms");

        var narrow = await RunLoad.CreateAsync(client, key, ledger, new LoadWorkflow(NarrowNodes).ToYaml(), stop);
        var interval = TimeSpan.FromSeconds(NarrowNodes / (rate / 2));
        await narrow.RunSteadilyAsync((int)(SteadySeconds / interval.TotalSeconds), interval, stop);
        var waits = narrow.Ended
            .SelectMany(run => run.Nodes)
            .SelectMany(node => node.Iterations)
            .Select(iteration => (iteration.StartedAt!.Value - iteration.QueuedAt!.Value).TotalMilliseconds)
            .Order()
            .ToList();
        var p95 = At(waits, 0.95);
        Console.WriteLine(
            $"{Where()}: enqueue to claim at {rate / 2:#,##0}/s: p50 {At(waits, 0.5):0.0} ms, p95 {p95:0.0} ms (must "
            + $"{WaitMust:0}: {(p95 < WaitMust ? "met" : "MISSED")}), p99 {At(waits, 0.99):0.0} ms; "
            + $"{waits.Count:N0} in runs of {NarrowNodes}");
    }

    private string Where() => options.Storage is null ? "embedded queues" : "storage queues";

    private static TimeSpan OwnProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double At(List<double> sorted, double share) =>
        sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private static string JudgeRate(double rate) =>
        rate >= RateGoal ? "goal met" : rate >= RateMust ? "must met" : "MUST MISSED";
}
