using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Dispatch;
using Swarm.Durable.Stores;

namespace Swarm.Tests.Durable.Support;

/// <summary>An engine of a test's own: replay is checked after every turn, and every wait has an end.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
        IServiceProvider? services = null)
    {
        var registry = new DurableTaskRegistry();
        register(registry);
        store ??= new InMemoryDurableStore();
        clock ??= new TestClock();
        var engine = new DurableEngine(
            store,
            registry,
            options ?? new DurableEngineOptions { ChecksReplay = true },
            clock,
            NullLoggerFactory.Instance,
            services ?? NoServices.Instance);
        await engine.StartAsync();
        return new EngineHost(engine, store, clock);
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

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
