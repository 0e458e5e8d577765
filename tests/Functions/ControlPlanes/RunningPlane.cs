namespace Swarm.Tests.Functions.ControlPlanes;

/// <summary>A control plane on a folder of its own, for the tests of one class.</summary>
public sealed class RunningPlane : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("swarm-plane-").FullName;

    internal ControlPlane Plane { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Plane = await ControlPlane.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await Plane.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
