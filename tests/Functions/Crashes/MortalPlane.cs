using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable.Client;
using Swarm.Durable.Stores;
using Swarm.Embedded.Tables;
using Swarm.Functions.Content;
using Swarm.Functions.Leases;
using Swarm.Functions.Locks;
using Swarm.Functions.Pending;
using Swarm.Functions.Queues;
using Swarm.Functions.Retention;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>
/// A control plane that dies once, at a given write to tables, queues or the engine's store, and is started again on
/// what it had written. Whoever asks it for something while it dies gets no answer, and asks the next one.
/// </summary>
internal sealed class MortalPlane : IAsyncDisposable
{
    /// <summary>Nobody comes back sooner: what was due by then is due for the next one.</summary>
    private static readonly TimeSpan s_downTime = TimeSpan.FromSeconds(35);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private ControlPlane _plane = null!;

    private MortalPlane(string folder) => _folder = folder;

    /// <summary>Where the first life dies.</summary>
    public CrashPoint Crash { get; } = new();

    public bool HasDied { get; private set; }

    public LeapClock Clock { get; private set; } = new(TimeSpan.Zero);

    public DurableTaskClient Engine => Get<DurableTaskClient>();

    /// <summary>Starts on a data folder; <paramref name="writes"/> writes arrive, and no more.</summary>
    public static async Task<MortalPlane> StartAsync(string folder, int writes)
    {
        var mortal = new MortalPlane(folder);
        mortal._plane = await mortal.StartAsync();
        mortal.Crash.Arm(writes);
        return mortal;
    }

    public T Get<T>()
        where T : notnull => _plane.Services.GetRequiredService<T>();

    /// <summary>Does something that whoever asked would ask for again, were there no answer.</summary>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask)
    {
        if (!HasDied && Crash.HasCrashed)
        {
            await RestartAsync();
        }

        using var end = new CancellationTokenSource();
        var answer = ask(end.Token);
        if (HasDied)
        {
            return await answer.WaitAsync(s_patience, CancellationToken.None);
        }

        await Task.WhenAny(answer, Crash.Crashed).WaitAsync(s_patience, CancellationToken.None);
        if (answer.IsCompletedSuccessfully || !Crash.HasCrashed)
        {
            return await answer;
        }

        await end.CancelAsync();
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RestartAsync();
        return await ask(CancellationToken.None).WaitAsync(s_patience, CancellationToken.None);
    }

    /// <summary>One tick of the sweeper.</summary>
    public Task<bool> SweepAsync() => AskAsync(async cancellation =>
    {
        await new SweepFunctions(
                Get<PendingSweep>(),
                Get<LeaseSweep>(),
                Get<JoinTokens>(),
                Get<RetentionSweep>(),
                Get<ListSweep>(),
                Get<ContentSweep>(),
                Get<QueueGauges>(),
                Get<ContentGauges>(),
                Get<LockSweep>())
            .SweepAsync(new(), Engine, cancellation);
        return true;
    });

    public async ValueTask DisposeAsync() => await _plane.DisposeAsync();

    private async Task RestartAsync()
    {
        await _plane.DisposeAsync();
        HasDied = true;
        Clock = Clock.After(s_downTime);
        _plane = await StartAsync();
        await SweepAsync();
    }

    private Task<ControlPlane> StartAsync() => ControlPlane.StartAsync(
        _folder,
        services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            if (!HasDied)
            {
                services.Wrap<TableServiceClient>(inner => new CrashingTables(inner, Crash));
                services.Wrap<IWorkQueues>(inner => new CrashingQueues(inner, Crash, countsReceives: true));
                services.Wrap<IContentStore>(inner => new CrashingContent(inner, Crash));
                services.Wrap<IDurableStore>(inner => CrashingEngineStore.Of(inner, Crash));
            }
        },
        schedule: "0 0 0 1 1 *");
}
