using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Support;

/// <summary>An engine of a test's own: replay is checked after every turn, and every wait has an end.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly IServiceProvider NoServices = new EmptyServices();

    private EngineHost(DurableEngine engine, IDurableStore store, TestClock clock)
    {
        Engine = engine;
        Store = store;
        Clock = clock;
    }

    public DurableEngine Engine { get; }

    public IDurableStore Store { get; }

    public TestClock Clock { get; }

    public DurableTaskClient Client => Engine.Client;

    public static async Task<EngineHost> StartAsync(
        Action<DurableTaskRegistry> register,
        IDurableStore? store = null,
        TestClock? clock = null,
        DurableEngineOptions? options = null,
        IServiceProvider? services = null,
        ILoggerFactory? loggers = null)
    {
        store ??= new InMemoryDurableStore();
        clock ??= new TestClock();
        DurableEngine engine = Create(register, store, clock, options, services, loggers);
        await engine.StartAsync();
        return new EngineHost(engine, store, clock);
    }

    /// <summary>An engine that has not been started.</summary>
    public static DurableEngine Create(
        Action<DurableTaskRegistry> register,
        IDurableStore store,
        TestClock? clock = null,
        DurableEngineOptions? options = null,
        IServiceProvider? services = null,
        ILoggerFactory? loggers = null)
    {
        var registry = new DurableTaskRegistry();
        register(registry);
        return new DurableEngine(
            store,
            registry,
            options ?? new DurableEngineOptions { ChecksReplay = true },
            clock ?? new TestClock(),
            loggers ?? NullLoggerFactory.Instance,
            services ?? NoServices);
    }

    public async Task<string> StartInstanceAsync(string name, object? input = null, string? id = null) =>
        await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id))
            .WaitAsync(Patience);

    public async Task<OrchestrationMetadata> EndOfAsync(string instanceId) =>
        await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true).WaitAsync(Patience);

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null, string? id = null) =>
        await EndOfAsync(await StartInstanceAsync(name, input, id));

    /// <summary>Runs an orchestration that must complete.</summary>
    public async Task<T?> RunAsync<T>(string name, object? input = null)
    {
        OrchestrationMetadata end = await RunAsync(name, input);
        Assert.True(
            end.RuntimeStatus == OrchestrationRuntimeStatus.Completed,
            $"{end.RuntimeStatus}: {end.FailureDetails}\n{end.FailureDetails?.StackTrace}");
        return end.ReadOutputAs<T>();
    }

    public Task WaitForStatusAsync(string instanceId, OrchestrationRuntimeStatus status) =>
        WaitForAsync(instanceId, instance => instance?.RuntimeStatus == status);

    public Task WaitForCustomStatusAsync(string instanceId, string status) =>
        WaitForAsync(instanceId, instance => instance?.SerializedCustomStatus == $"\"{status}\"");

    public async Task WaitForHistoryAsync(string instanceId, Predicate<HistoryEvent> isThere)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await Store.LoadAsync(instanceId))!.Turns.Any(HasIt))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        bool HasIt(byte[] row) => RowCodec.DecodeTurn(row).Inbound.Any(item => isThere(item));
    }

    /// <summary>Looks again and again: statuses in between have no signal of their own.</summary>
    private async Task WaitForAsync(string instanceId, Predicate<OrchestrationMetadata?> isReached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isReached(await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, patience.Token)))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private sealed class EmptyServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
