using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Http;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.WorkItems;

/// <summary>
/// Workers that take, do, forget, fall silent and sign off, and a person who replays and drops, over a control plane
/// that is killed between any two writes, in an order that the seed decides. Whatever happens, each work item ends
/// once, by one report or by a drop, and its node is told.
/// </summary>
public sealed class ShuffleTests
{
    private const int Items = 6;
    private const int Workers = 3;
    private const int Steps = 150;

    /// <summary>A handful each time, and hundreds when SWARM_SOAK asks for the full count.</summary>
    public static TheoryData<int> Seeds =>
        new(Enumerable.Range(1, Environment.GetEnvironmentVariable("SWARM_SOAK") == "1" ? 500 : 10));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Each_work_item_ends_once_and_its_node_is_told(int seed)
    {
        await using var app = new TestApp();
        var shuffle = new Shuffle(app, new Random(seed));
        await shuffle.PrepareAsync();
        for (var step = 0; step < Steps; step++)
        {
            await shuffle.StepAsync();
        }

        await shuffle.FinishAsync();

        foreach (var id in shuffle.Ids)
        {
            var item = await app.ReadAsync(id);
            var told = app.Engine.Reports.Where(report => report.WorkItemId == id).Distinct().ToList();
            Assert.Contains(item.Lease.Status, (WorkItemStatus[])[WorkItemStatus.Completed, WorkItemStatus.Failed]);
            Assert.Equal(item.Report?.Stdout ?? "", Assert.Single(told).Stdout);
            Assert.All(shuffle.Accepted.Where(accepted => accepted.Id == id), accepted =>
                Assert.Equal(item.Report!.Stdout, accepted.Stdout));
        }

        var events = await app.EventsAsync();
        Assert.Equal(Items, events.Count(type => type == "node_queued"));
    }

    private sealed class Shuffle(TestApp app, Random random)
    {
        private readonly List<string> _workers = [];
        private readonly Dictionary<string, List<WorkItem>> _held = [];

        public IReadOnlyList<string> Ids { get; } =
            [.. Enumerable.Range(1, Items).Select(n => $"{Work.RunId}~1~build~{n}~1")];

        /// <summary>The reports that were answered as taken.</summary>
        public List<(string Id, string Stdout)> Accepted { get; } = [];

        public async Task PrepareAsync()
        {
            for (var number = 1; number <= Workers; number++)
            {
                var worker = await app.JoinAsync($"machine-{number}");
                _workers.Add(worker);
                _held[worker] = [];
            }
        }

        public async Task StepAsync()
        {
            if (random.Next(4) == 0)
            {
                app.Crash.Arm(random.Next(8));
            }

            var worker = _workers[random.Next(Workers)];
            try
            {
                await ActAsync(worker, random.Next(10));
            }
            catch (Exception exception) when (
                exception is CrashException or ApiProblemException
                    or AggregateException { InnerException: CrashException })
            {
                // The caller gets no answer, or a refusal; it goes on with something else.
            }

            app.Crash.Restart();
        }

        /// <summary>All is calm now: everything is dispatched and done.</summary>
        public async Task FinishAsync()
        {
            foreach (var id in Ids)
            {
                await app.DispatchAsync(Work.Spec(id));
            }

            _held.Values.ToList().ForEach(held => held.Clear());
            for (var round = 0; round < 10; round++)
            {
                await app.PassAsync(TimeSpan.FromSeconds(65));
                await DecideAsync();
                foreach (var worker in _workers)
                {
                    await BeatAsync(worker);
                    while (await app.PollAsync(worker) is { } pointer)
                    {
                        await DoAsync(worker, pointer);
                    }
                }
            }
        }

        private Task ActAsync(string worker, int action) => action switch
        {
            0 => app.DispatchAsync(Work.Spec(Ids[random.Next(Items)])),
            1 or 2 => TakeAsync(worker),
            3 => BeatAsync(worker),
            4 or 5 => ReportOneAsync(worker),
            6 => ForgetAsync(worker),
            7 => app.PassAsync(TimeSpan.FromSeconds(random.Next(40))),
            8 => DecideAsync(),
            _ => app.Get<WorkerHeartbeats>().SignOffAsync(worker, app.Engine, CancellationToken.None),
        };

        private async Task TakeAsync(string worker)
        {
            if (await app.PollAsync(worker) is { } pointer)
            {
                _held[worker].Add(await app.ClaimAsync(worker, pointer));
            }
        }

        private async Task BeatAsync(string worker)
        {
            HeldWorkItem[] held = [.. _held[worker].Select(item => item.Held())];
            var answer = await app.BeatAsync(worker, held);
            _held[worker].RemoveAll(item => answer.Lost.Contains(item.Id));
        }

        private async Task ReportOneAsync(string worker)
        {
            if (_held[worker] is [var item, ..])
            {
                await ReportAsync(worker, item);
                _held[worker].Remove(item);
            }
        }

        /// <summary>Replays or drops what is parked.</summary>
        private async Task DecideAsync()
        {
            foreach (var letter in await app.ParkedAsync())
            {
                await (random.Next(2) == 0 ? app.ReplayAsync(letter.Id) : app.DropAsync(letter.Id));
            }
        }

        private Task ForgetAsync(string worker)
        {
            _held[worker].Clear();
            return Task.CompletedTask;
        }

        private async Task DoAsync(string worker, WorkItemPointer pointer)
        {
            try
            {
                await ReportAsync(worker, await app.ClaimAsync(worker, pointer));
            }
            catch (ApiProblemException)
            {
                // A stale pointer.
            }
        }

        private async Task ReportAsync(string worker, WorkItem item)
        {
            // The same text whenever the same lease is reported, as a worker's spool has it.
            var stdout = $"{worker} under {item.Token}";
            await app.ReportAsync(worker, item, stdout: stdout);
            Accepted.Add((item.Id, stdout));
        }
    }
}
