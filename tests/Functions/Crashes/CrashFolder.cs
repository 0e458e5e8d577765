using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Workers;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>A data folder in which a worker has joined, to be copied for each life that is to end early.</summary>
public sealed class CrashFolder : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("swarm-crashes-").FullName;
    private int _copies;

    public string WorkerId { get; private set; } = "";

    private string Original => Path.Combine(_root, "original");

    public async ValueTask InitializeAsync()
    {
        await using var plane = await ControlPlane.StartAsync(Original);
        var token = await plane.Services.GetRequiredService<JoinTokens>().CreateAsync(CancellationToken.None);
        var request = new JoinRequest { Token = token.Token, MachineId = "m", Name = "m", Tools = ["shell"] };
        var joined = await plane.Services.GetRequiredService<WorkerJoining>()
            .JoinAsync(request, CancellationToken.None);
        WorkerId = joined.WorkerId;
    }

    public string Copy()
    {
        var copy = Path.Combine(_root, $"{Interlocked.Increment(ref _copies)}");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Original))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
