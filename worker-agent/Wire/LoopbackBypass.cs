using System.Net;

namespace Swarm.WorkerAgent.Wire;

/// <summary>The environment's proxy, but not for this very machine.</summary>
internal sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => HttpClients.IsLoopback(host) || proxy.IsBypassed(host);
}
