using System.Collections.Concurrent;
using Swarm.Contracts;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;

namespace Swarm.Bench.Distribution;

/// <summary>One life of a worker agent: it polls, claims, works and reports in each of its slots, and beats.</summary>
internal sealed class WorkerLife(WireClient client, string key, FaultRates faults, Ledger ledger, int seed)
{
    internal const string Tool = "noop";
    internal const int Slots = 2;

    private static readonly TimeSpan BusyInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(500);

    private readonly string _processId = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, long> _held = new();
    private readonly ConcurrentDictionary<HeldWorkItem, bool> _lost = new();
    private volatile bool _isSilent;
    private long _sequence;
    private long _turn;

    /// <summary>Goes on until it is cancelled.</summary>
    internal Task RunAsync(CancellationToken end) => Task.WhenAll(
        Enumerable.Range(1, Slots).Select(slot => WorkAsync(new Random(seed + slot), end))
            .Append(BeatAsync(new Random(seed), end)));

    private async Task WorkAsync(Random random, CancellationToken end)
    {
        while (true)
        {
            end.ThrowIfCancellationRequested();
            if (await PollAsync(random, end) is { } pointer && await ClaimAsync(pointer, random, end) is { } item)
            {
                ledger.NoteClaim();
                _held[item.Id] = item.Token;
                await DoAsync(item, random, end);
                _held.TryRemove(KeyValuePair.Create(item.Id, item.Token));
            }
        }
    }

    private async Task<WorkItemPointer?> PollAsync(Random random, CancellationToken end)
    {
        try
        {
            var pointer = await client.SendAsync(
                HttpMethod.Post, ApiRoutes.PollWork, key,
                WireClient.Body(
                    new PollRequest { Tools = [Tool], Turn = Interlocked.Read(ref _turn) },
                    WireClient.Json.PollRequest),
                WireClient.Json.WorkItemPointer, null, end);
            if (pointer is not null)
            {
                Interlocked.Increment(ref _turn);
            }

            return random.NextDouble() < faults.LostPointer ? null : pointer;
        }
        catch (WireException failure) when (failure.IsTransient || failure.Code == ProblemCodes.Conflict)
        {
            // A worker that was thought gone is told so until its next heartbeat.
            await WireClient.PauseAsync(random, end);
            return null;
        }
    }

    private async Task<WorkItem?> ClaimAsync(WorkItemPointer pointer, Random random, CancellationToken end)
    {
        var claim = new ClaimRequest(pointer.RunId, pointer.Receipt, _processId);
        try
        {
            return await client.InsistAsync(
                HttpMethod.Post, Route(ApiRoutes.ClaimWork, pointer.WorkItemId), key,
                () => WireClient.Body(claim, WireClient.Json.ClaimRequest), WireClient.Json.WorkItem, random, end);
        }
        catch (WireException failure) when (failure.Code == ProblemCodes.StalePointer)
        {
            return null;
        }
    }

    private async Task DoAsync(WorkItem item, Random random, CancellationToken end)
    {
        var isStalled = random.NextDouble() < faults.StalledWork;
        if (isStalled)
        {
            _isSilent = true;
            ledger.BeginStall();
            await Task.Delay(faults.StallTime, TimeProvider.System, end);
        }
        else if (random.NextDouble() < faults.LongWork)
        {
            await Task.Delay(faults.LongestWork * random.NextDouble(), TimeProvider.System, end);
        }

        if (!isStalled && _lost.ContainsKey(new HeldWorkItem(item.Id, item.Token)))
        {
            ledger.NoteLost();
            return;
        }

        var report = new ReportRequest
        {
            RunId = item.RunId,
            Token = item.Token,
            Outcome = WorkItemOutcome.Completed,
            ExitCode = 0,
            Stdout = Ledger.OutputOf(item.Id, item.Token),
        };
        var answer = await ReportAsync(item, report, random, end);
        if (isStalled)
        {
            _isSilent = false;
            ledger.EndStall();
        }

        if (answer is not { } first)
        {
            ledger.NoteStale();
            return;
        }

        ledger.NoteTaken(item);
        if (random.NextDouble() < faults.DuplicateReport)
        {
            ledger.NoteDuplicate();
            var again = await ReportAsync(item, report, random, end);
            if (again != first)
            {
                ledger.NoteFault($"{item.Id}: the report was answered {first}, the same report again {again}");
            }
        }
    }

    /// <summary>The status that the work item has by it; null if the lease is lost.</summary>
    private async Task<WorkItemStatus?> ReportAsync(
        WorkItem item, ReportRequest report, Random random, CancellationToken end)
    {
        try
        {
            var answer = await client.InsistAsync(
                HttpMethod.Post, Route(ApiRoutes.ReportWork, item.Id), key,
                () => WireClient.Body(report, WireClient.Json.ReportRequest),
                WireClient.Json.ReportResponse, random, end);
            return answer!.Status;
        }
        catch (WireException failure) when (failure.Code == ProblemCodes.LeaseLost)
        {
            return null;
        }
    }

    private async Task BeatAsync(Random random, CancellationToken end)
    {
        while (true)
        {
            var held = _held.Select(item => new HeldWorkItem(item.Key, item.Value)).ToList();
            if (!_isSilent)
            {
                await BeatOnceAsync(held, random, end);
            }

            if (random.NextDouble() < faults.SlowHeartbeat)
            {
                await Task.Delay(faults.LongestSilence * random.NextDouble(), TimeProvider.System, end);
            }

            await WaitAsync(held, end);
        }
    }

    private async Task BeatOnceAsync(List<HeldWorkItem> held, Random random, CancellationToken end)
    {
        var answer = await client.InsistAsync(
            HttpMethod.Post, ApiRoutes.Heartbeat, key,
            () => WireClient.Body(
                new HeartbeatRequest
                {
                    Sequence = Interlocked.Increment(ref _sequence),
                    ProcessId = _processId,
                    Held = held,
                    Tools = [Tool],
                    Slots = Slots,
                },
                WireClient.Json.HeartbeatRequest),
            WireClient.Json.HeartbeatResponse, random, end);
        foreach (var lost in held.Where(item => answer!.Lost.Contains(item.Id)))
        {
            _lost[lost] = true;
        }
    }

    /// <summary>Half a second when something is held for as long, else the usual time.</summary>
    private async Task WaitAsync(List<HeldWorkItem> told, CancellationToken end)
    {
        var left = _held.IsEmpty ? IdleInterval : BusyInterval;
        for (; left > TimeSpan.Zero; left -= Gathering)
        {
            var before = _held.Keys.ToList();
            await Task.Delay(Gathering, TimeProvider.System, end);
            if (before.Exists(id => _held.ContainsKey(id) && !told.Exists(item => item.Id == id)))
            {
                return;
            }
        }
    }

    private static string Route(string template, string id) =>
        template.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal);
}
