using Microsoft.Extensions.Logging.Abstractions;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Snapshots;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>Snapshots without a control plane: what lies in the repository is all there is.</summary>
internal static class Snapshots
{
    public static SnapshotSaving Local()
    {
        var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") };
        var client = new ControlPlaneClient(http, TimeProvider.System);
        return new SnapshotSaving(
            new ContentClient(http, client, TimeProvider.System),
            client,
            new Patience(new SeededRandom(1), TimeProvider.System, NullLogger.Instance),
            TimeProvider.System,
            NullLogger.Instance);
    }
}
