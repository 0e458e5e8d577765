using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Swarm.Durable.Client;
using Swarm.Embedded.Configuration;
using Swarm.Embedded.Tables;
using Swarm.Functions;
using Swarm.Functions.Content;
using Swarm.Functions.Leases;
using Swarm.Functions.Locks;
using Swarm.Functions.Pending;
using Swarm.Functions.Queues;
using Swarm.Functions.Retention;
using Swarm.Functions.Workers;

namespace Swarm.Tests.Functions.Harness;

/// <summary>
/// The services of the app on a real database in a folder of its own, with a clock and an engine of ours.
/// </summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly IHost _host;

    public TestApp(Action<IServiceCollection>? configure = null)
    {
        Engine = new FakeEngine(Crash);
        var builder = Program.CreateBuilder([]);
        builder.Services.Configure<EmbeddedHostOptions>(options => options.DataFolder = _folder.Path);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<DurableTaskClient>(Engine);
        builder.Services.Wrap<TableServiceClient>(inner => new CrashingTables(inner, Crash));
        builder.Services.Wrap<IWorkQueues>(inner => new CrashingQueues(inner, Crash));
        builder.Services.Wrap<IContentStore>(inner => new CrashingContent(inner, Crash));
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public FakeClock Clock { get; } = new();

    public CrashPoint Crash { get; } = new();

    public FakeEngine Engine { get; }

    public string Folder => _folder.Path;

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>One tick of the sweeper.</summary>
    public Task SweepAsync() =>
        new SweepFunctions(
                Get<PendingSweep>(),
                Get<LeaseSweep>(),
                Get<JoinTokens>(),
                Get<RetentionSweep>(),
                Get<ListSweep>(),
                Get<ContentSweep>(),
                Get<QueueGauges>(),
                Get<ContentGauges>(),
                Get<LockSweep>())
            .SweepAsync(new(), Engine, CancellationToken.None);

    /// <summary>Lets time go on, with the sweeper at its usual pace.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var step = TimeSpan.FromSeconds(5); time > TimeSpan.Zero; time -= step)
        {
            Clock.Advance(time < step ? time : step);
            await SweepAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }
}
