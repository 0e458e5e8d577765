namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>A test of a whole agent: with a folder for its data and a control plane to talk to.</summary>
public abstract class AgentTest : IAsyncLifetime
{
    protected TestFolder Folder { get; } = new();

    protected FakeControlPlane Plane { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Plane = await FakeControlPlane.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Plane.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
