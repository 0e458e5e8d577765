namespace Swarm.WorkerAgent.Wire;

/// <summary>The connections by which an agent works: to its control plane and to queues that this opens.</summary>
internal sealed class Connections : IDisposable
{
    private readonly RenewableHandler toControlPlane;
    private readonly RenewableHandler toQueues = new(HttpClients.QueueHandler);

    public Connections(Uri url)
    {
        toControlPlane = new RenewableHandler(() => HttpClients.ControlPlaneHandler(url));
        ControlPlane = HttpClients.Create(url, toControlPlane);
        Queues = HttpClients.CreateForQueues(toQueues);
    }

    public HttpClient ControlPlane { get; }

    public HttpClient Queues { get; }

    /// <summary>Opens them anew; calls that wait for an answer fail, and are tried again like any other.</summary>
    public void Renew()
    {
        toControlPlane.Renew();
        toQueues.Renew();
    }

    public void Dispose()
    {
        ControlPlane.Dispose();
        Queues.Dispose();
    }
}
