using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Crashes;

/// <summary>
/// The process dies at each write of a run that fails, is rewound with its children and completes. Whatever was lost,
/// a client that does again what it was not told of comes to the same end, and no finished activity runs again.
/// </summary>
public sealed class RewindCrashTests
{
    private const string Id = "rewound";

    private readonly ConcurrentDictionary<string, int> _successes = new();
    private volatile bool _isMended;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rewind_in_memory_survives_a_crash_at_every_write(bool losesWrite)
    {
        int writes = await EachWrite.InMemoryAsync((open, at) => CrashAndGoOnAsync(open, at, losesWrite));

        Assert.True(writes > 12, $"The run had only {writes} writes.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rewind_on_sqlite_survives_a_crash_at_every_write(bool losesWrite)
    {
        int writes = await EachWrite.OnSqliteAsync((open, at) => CrashAndGoOnAsync(open, at, losesWrite));

        Assert.True(writes > 12, $"The run had only {writes} writes.");
    }

    private async Task<bool> CrashAndGoOnAsync(Func<IDurableStore> open, int crashAt, bool losesWrite)
    {
        _successes.Clear();
        _isMended = false;
        var dying = new CrashingStore(open(), crashAt, losesWrite);
        bool hasCrashed;
        await using (DurableEngine first = await StartAsync(dying))
        {
            Task<OrchestrationMetadata?> run = DriveAsync(first.Client);
            await Task.WhenAny(run, dying.Crashed).WaitAsync(EngineHost.Patience);
            hasCrashed = dying.IsDying;
            if (hasCrashed)
            {
                await dying.Crashed.WaitAsync(EngineHost.Patience);
            }
        }

        IDurableStore store = open();
        Dictionary<string, int> finished = await ListFinishedAsync(store);
        await using DurableEngine second = await StartAsync(store);
        OrchestrationMetadata? end = await DriveAsync(second.Client).WaitAsync(EngineHost.Patience);

        Assert.Equal("a b child-1(c mended) child-2(c mended)", end!.ReadOutputAs<string>());
        Assert.All(finished, run => Assert.Equal(run.Value, _successes[run.Key]));
        Assert.Equal(4, _successes.Count);
        return hasCrashed;
    }

    /// <summary>The activities whose results are stored: none of them may run again.</summary>
    private async Task<Dictionary<string, int>> ListFinishedAsync(IDurableStore store)
    {
        var finished = new Dictionary<string, int>();
        foreach (string id in new[] { Id, "child-1", "child-2" })
        {
            LoadedInstance? loaded = await store.LoadAsync(id);
            foreach (string run in (loaded?.Turns ?? [])
                .SelectMany(row => RowCodec.DecodeTurn(row).Inbound)
                .OfType<TaskCompleted>()
                .Select(item => item.Result!.Trim('"')))
            {
                string name = run == "mended" ? $"mended {id}" : run;
                finished[name] = _successes[name];
            }
        }

        return finished;
    }

    private async Task<OrchestrationMetadata?> DriveAsync(DurableTaskClient client)
    {
        try
        {
            if (await client.GetInstanceAsync(Id) is null)
            {
                await client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions(Id));
            }

            OrchestrationMetadata end = await client.WaitForInstanceCompletionAsync(Id, getInputsAndOutputs: true);
            if (end.RuntimeStatus == OrchestrationRuntimeStatus.Failed)
            {
                _isMended = true;
                await client.RewindInstanceAsync(Id, "mended");
                end = await client.WaitForInstanceCompletionAsync(Id, getInputsAndOutputs: true);
            }

            return end;
        }
        catch (StoreCrashedException)
        {
            return null;
        }
    }

    private async Task<DurableEngine> StartAsync(IDurableStore store)
    {
        var registry = new DurableTaskRegistry();
        registry
            .AddActivityFunc<string, string>("Work", (_, input) => Succeed(input))
            .AddActivityFunc<string, string>("Break", (context, _) => _isMended
                ? Succeed($"mended {context.InstanceId}")[..^(context.InstanceId.Length + 1)]
                : throw new InvalidOperationException("broken"))
            .AddOrchestratorFunc<string>("Child", async context =>
                $"{context.InstanceId}(c {await context.CallActivityAsync<string>("Break", "it")})")
            .AddOrchestratorFunc<string>("Parent", async context =>
            {
                string a = await context.CallActivityAsync<string>("Work", "a");
                Task<string> b = context.CallActivityAsync<string>("Work", "b");
                string[] children = await Task.WhenAll(Enumerable.Range(1, 2).Select(
                    number => context.CallSubOrchestratorAsync<string>(
                        "Child", new SubOrchestrationOptions(instanceId: $"child-{number}"))));
                return $"{a} {await b} {string.Join(' ', children)}";
            });
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

    private string Succeed(string run)
    {
        _successes.AddOrUpdate(run, 1, (_, count) => count + 1);
        return run;
    }
}
