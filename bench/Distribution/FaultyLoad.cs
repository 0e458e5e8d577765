using System.Diagnostics;

namespace Swarm.Bench.Distribution;

/// <summary>
/// Many work items while workers die, beat late, report twice and lose answers, and the control plane is killed: every
/// work item must finish exactly once in effect.
/// </summary>
internal sealed class FaultyLoad(LoadOptions options, string folder)
{
    private const int NodesPerRun = 50;
    private const int InFlight = 20;

    /// <summary>Runs it; what is wrong comes first in the answer, then what happened, in one sentence.</summary>
    internal async Task<(IReadOnlyList<string> Faults, string Figures)> RunAsync(CancellationToken stop)
    {
        var runs = Math.Max(1, options.Items / NodesPerRun);
        await using var controlPlane = new ControlPlane(folder, options.Storage);
        await controlPlane.StartAsync();
        var ledger = new Ledger();
        var key = controlPlane.AdminKey;
        using var client = new WireClient(controlPlane.Url, FaultRates.All);
        var load = await RunLoad.CreateAsync(client, key, ledger, new LoadWorkflow(NodesPerRun).ToYaml(), stop);
        var start = Stopwatch.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var crowd = Crowd.Start(options, client, key, FaultRates.All, ledger);
        var kills = KillAsync(controlPlane, ledger, runs * NodesPerRun, end.Token);
        var work = load.RunAsync(runs, InFlight, end.Token);
        if (await Task.WhenAny(work, crowd.Work) == crowd.Work)
        {
            await crowd.Work; // It must not end by itself: this throws what has happened.
        }

        var took = await work;
        await kills;
        while (ledger.Stalling > 0 && !crowd.Work.IsCompleted)
        {
            // Who has slept through all of it still reports, and must change nothing.
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);
        }

        var check = new OutcomeCheck(client, key, ledger);
        var faults = await check.ListFaultsAsync(load.Ended, NodesPerRun, stop);
        return (faults,
            $"{runs * NodesPerRun:N0} work items in {runs:N0} runs by {options.Workers} workers in "
            + $"{took.TotalSeconds:0} s, seed {options.Seed}: {options.Kills} kills of the control plane, "
            + $"{ledger.Deaths:N0} deaths and {ledger.Stalls:N0} stalls of workers, "
            + $"{ledger.Claims:N0} claims, {check.Requeued:N0} queued again, "
            + $"{ledger.LostLeases + ledger.StaleReports:N0} leases lost at work, "
            + $"{ledger.Duplicates:N0} reports sent twice, {client.LostAnswers:N0} answers lost; "
            + (faults.Count == 0 ? "each work item finished once" : $"{faults.Count} faults"));
    }

    /// <summary>Kills the control plane when a share of the work is done, and starts it again.</summary>
    private async Task KillAsync(ControlPlane controlPlane, Ledger ledger, int items, CancellationToken end)
    {
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            var mark = items * kill / (options.Kills + 1);
            while (ledger.Taken < mark)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, end);
            }

            await controlPlane.KillAsync();
            await controlPlane.StartAsync();
        }
    }
}
