using Microsoft.Extensions.Logging.Abstractions;
using Swarm.WorkerAgent;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>An agent inside the test's process.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource drain = new();
    private readonly CancellationTokenSource abort = new();
    private readonly Connections connections;
    private readonly Agent agent;

    private RunningAgent(Connections connections, Agent agent)
    {
        this.connections = connections;
        this.agent = agent;
        Completion = Task.Run(() => agent.RunAsync(drain.Token, abort.Token));
    }

    public Task Completion { get; }

    public static AgentOptions Options(Uri url, string dataFolder) => new()
    {
        Url = url,
        JoinToken = FakeControlPlane.JoinToken,
        Name = "test",
        DataFolder = dataFolder,
        Tools = ["shell", "noop"],
        Seed = 1,
    };

    public static RunningAgent Start(FakeControlPlane plane, string dataFolder) =>
        Start(Options(plane.Url, dataFolder));

    public static RunningAgent Start(AgentOptions options, TimeProvider? time = null)
    {
        var opened = new Connections(options.Url);
        var data = new DataFolder(options.DataFolder);
        return new RunningAgent(opened, AgentFactory.Create(
            options, data, opened, time ?? TimeProvider.System, NullLogger.Instance));
    }

    public void Drain() => drain.Cancel();

    public void Abort() => abort.Cancel();

    public async ValueTask DisposeAsync()
    {
        await drain.CancelAsync();
        await abort.CancelAsync();
        await Completion.WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        agent.Dispose();
        connections.Dispose();
        drain.Dispose();
        abort.Dispose();
    }
}
