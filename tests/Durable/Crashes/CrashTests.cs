using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Entities;
using Swarm.Durable.History;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>
/// The process dies at each write of a run in turn, before it is stored and after, and a new engine goes on: the
/// outcome is that of the undisturbed run, and nothing whose end was committed is done again.
/// </summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_in_memory_survives_a_crash_at_every_write(bool losesWrite)
    {
        int writes = await EachWrite.InMemoryAsync((open, at) => CrashAndGoOnAsync(open, at, losesWrite));

        Assert.True(writes > 20, $"The run had only {writes} writes.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_on_sqlite_survives_a_crash_at_every_write(bool losesWrite)
    {
        int writes = await EachWrite.OnSqliteAsync((open, at) => CrashAndGoOnAsync(open, at, losesWrite));

        Assert.True(writes > 20, $"The run had only {writes} writes.");
    }

    private static async Task<bool> CrashAndGoOnAsync(Func<IDurableStore> open, int crashAt, bool losesWrite)
    {
        var workload = new EverythingWorkload();
        var dying = new CrashingStore(open(), crashAt, losesWrite);
        bool hasCrashed;
        await using (DurableEngine first = await StartAsync(dying, workload))
        {
            Task<OrchestrationMetadata?> run = DriveAsync(first.Client);
            await Task.WhenAny(run, dying.Crashed).WaitAsync(EngineHost.Patience);
            hasCrashed = dying.IsDying;
            if (hasCrashed)
            {
                // A later write may be refused while the fatal one is still on its way to the disk.
                await dying.Crashed.WaitAsync(EngineHost.Patience);
            }
        }

        IDurableStore store = open();
        Dictionary<string, int> finished = await ListFinishedAsync(store, workload);
        await using DurableEngine second = await StartAsync(store, workload);
        OrchestrationMetadata? end = await DriveAsync(second.Client).WaitAsync(EngineHost.Patience);

        Assert.Equal(EverythingWorkload.Expected, end!.ReadOutputAs<string>());
        Assert.All(finished, run => Assert.Equal(run.Value, workload.Runs[run.Key]));
        Assert.Equal(11, workload.Runs.Count);
        await DemandSettledAsync(store);
        return hasCrashed;
    }

    /// <summary>What was signalled comes to rest, and was done once.</summary>
    private static async Task DemandSettledAsync(IDurableStore store)
    {
        using var patience = new CancellationTokenSource(EngineHost.Patience);
        EntityInstanceId[] accounts = [EverythingWorkload.First, EverythingWorkload.Second, EverythingWorkload.Third];
        var all = new EntityListQuery { WithState = true };
        string Describe(EntityRecord entity) => $"{entity.State} {entity.Backlog} {entity.LockedBy is null}";
        while ((await store.ListUnfinishedAsync(0, maxInstances: 1)).Count > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(
            [$"{accounts[0]} 6 0 True", $"{accounts[1]} 7 0 True", $"{accounts[2]} 5 0 True"],
            (await store.ListEntitiesAsync(all)).Entities.Select(entity => $"{entity.EntityId} {Describe(entity)}"));
    }

    /// <summary>What a client does that is not told of success: it looks, and does again what is missing.</summary>
    private static async Task<OrchestrationMetadata?> DriveAsync(DurableTaskClient client)
    {
        try
        {
            var options = new StartOrchestrationOptions(EverythingWorkload.Id)
                .WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
            try
            {
                await client.ScheduleNewOrchestrationInstanceAsync("Everything", options);
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // It was stored before the crash.
            }

            OrchestrationMetadata? found = await client.GetInstanceAsync(EverythingWorkload.Id, true);
            if (!found!.IsCompleted)
            {
                await client.RaiseEventAsync(EverythingWorkload.Id, "go", "go");
                await client.RaiseEventAsync(EverythingWorkload.Id, "second", "second");
            }

            return await client.WaitForInstanceCompletionAsync(EverythingWorkload.Id, getInputsAndOutputs: true);
        }
        catch (InstanceEndedException)
        {
            return await client.GetInstanceAsync(EverythingWorkload.Id, true);
        }
        catch (StoreCrashedException)
        {
            return null;
        }
    }

    /// <summary>The activities whose results are in a stored history: none of them may run again.</summary>
    private static async Task<Dictionary<string, int>> ListFinishedAsync(
        IDurableStore store, EverythingWorkload workload)
    {
        var finished = new Dictionary<string, int>();
        foreach (InstanceRecord record in (await store.ListAsync(new InstanceQuery())).Instances)
        {
            TurnRecord[] turns =
                [.. (await store.LoadAsync(record.InstanceId))!.Turns.Select(row => RowCodec.DecodeTurn(row))];
            HashSet<int> done =
                [.. turns.SelectMany(turn => turn.Inbound).OfType<TaskCompleted>().Select(item => item.TaskId)];
            foreach (TaskScheduled scheduled in turns.SelectMany(turn => turn.Decisions).OfType<TaskScheduled>())
            {
                string run = $"{scheduled.Name.ToLowerInvariant()} {record.InstanceId} {scheduled.Input}";
                if (done.Contains(scheduled.Id))
                {
                    finished[run] = workload.Runs[run];
                }
            }
        }

        return finished;
    }

    private static async Task<DurableEngine> StartAsync(IDurableStore store, EverythingWorkload workload)
    {
        var registry = new DurableTaskRegistry();
        workload.Register(registry);
        var engine = new DurableEngine(
            store,
            registry,
            new DurableEngineOptions { ChecksReplay = true, StopTimeout = TimeSpan.FromSeconds(1) },
            TimeProvider.System,
            NullLoggerFactory.Instance,
            EngineHost.NoServices);
        await engine.StartAsync();
        return engine;
    }
}
