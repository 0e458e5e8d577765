using System.Collections.Concurrent;
using System.Diagnostics;
using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Bench.Distribution;

/// <summary>Somebody who starts runs of a workflow and waits for their ends.</summary>
internal sealed class RunLoad(WireClient client, string adminKey, Ledger ledger, string workflowId)
{
    // The report of the last node tells that a run is about to end; a killed control plane may have swallowed it.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<RunDetail> _ended = new();

    /// <summary>The runs that have ended.</summary>
    internal IReadOnlyCollection<RunDetail> Ended => _ended;

    /// <summary>Stores a workflow and answers a load of it.</summary>
    internal static async Task<RunLoad> CreateAsync(
        WireClient client, string adminKey, Ledger ledger, string workflow, CancellationToken stop)
    {
        var stored = await client.InsistAsync(
            HttpMethod.Post, ApiRoutes.Workflows, adminKey, () => WireClient.Yaml(workflow),
            WireClient.Json.WorkflowDetail, new Random(0), stop);
        return new RunLoad(client, adminKey, ledger, stored!.Summary.Id);
    }

    /// <summary>Runs so many, at most so many at once; the time that it took.</summary>
    internal async Task<TimeSpan> RunAsync(int runs, int inFlight, CancellationToken stop)
    {
        var left = runs;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async number =>
        {
            var random = new Random(number);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await RunOneAsync(random, stop);
            }
        }));
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Runs so many, one begun after each interval, however long they take.</summary>
    internal async Task RunSteadilyAsync(int runs, TimeSpan interval, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        var all = new List<Task>(runs);
        for (var number = 0; number < runs; number++)
        {
            var wait = (interval * number) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System, stop);
            }

            all.Add(RunOneAsync(new Random(number), stop));
        }

        await Task.WhenAll(all);
    }

    private async Task RunOneAsync(Random random, CancellationToken stop)
    {
        // Starting is the one request here that must not be repeated: the answer that is lost may have started a run.
        var begun = await StartAsync(random, stop);
        var nearEnd = ledger.WhenLastNodeIsReported(begun.Summary.Id);
        while (true)
        {
            await Task.WhenAny(nearEnd, Task.Delay(LookAgain, TimeProvider.System, stop));
            await Task.Delay(Pause, TimeProvider.System, stop);
            var run = await client.InsistAsync(
                HttpMethod.Get, Route(ApiRoutes.Run, begun.Summary.Id), adminKey, static () => null,
                WireClient.Json.RunDetail, random, stop);
            if (run!.Summary.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled)
            {
                _ended.Enqueue(run);
                return;
            }
        }
    }

    private async Task<RunDetail> StartAsync(Random random, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var run = await client.SendAsync(
                    HttpMethod.Post, Route(ApiRoutes.ExecuteWorkflow, workflowId), adminKey,
                    WireClient.Body(new ExecuteWorkflowRequest(), WireClient.Json.ExecuteWorkflowRequest),
                    WireClient.Json.RunDetail, null, stop);
                return run!;
            }
            catch (WireException failure) when (failure.IsTransient)
            {
                await WireClient.PauseAsync(random, stop);
            }
        }
    }

    private static string Route(string template, string id) =>
        template.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);
}
