using System.Net.Sockets;

namespace Swarm.WorkerAgent.Wire;

/// <summary>
/// Keeps connections that can all be given up at once. After a sleep they are dead and nobody says so: each call on
/// one would wait for its whole time limit, a long poll for work above all.
/// </summary>
internal sealed class RenewableHandler(Func<SocketsHttpHandler> create) : HttpMessageHandler
{
    private readonly Lock gate = new();
    private Generation current = new(create());

    /// <summary>Gives up the connections and what waits on them; such a call fails as if the line was cut.</summary>
    public void Renew()
    {
        Generation old;
        lock (gate)
        {
            (old, current) = (current, new Generation(create()));
        }

        old.Dispose();
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Generation used;
        lock (gate)
        {
            used = current;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(used.Over, cancellationToken);
        try
        {
            return await used.Connections.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException("its connection is older than a sleep of this machine", e);
        }
        catch (ObjectDisposedException e) when (used.Over.IsCancellationRequested)
        {
            throw new HttpRequestException("its connection is older than a sleep of this machine", e);
        }
        catch (SocketException e)
        {
            // So the library tells of a connection that is reset between being made and being used.
            throw new HttpRequestException(e.Message, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !current.Over.IsCancellationRequested)
        {
            current.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class Generation : IDisposable
    {
        private readonly CancellationTokenSource over = new();

        public Generation(SocketsHttpHandler handler)
        {
            Connections = new HttpMessageInvoker(handler);
            Over = over.Token;
        }

        public HttpMessageInvoker Connections { get; }

        public CancellationToken Over { get; }

        public void Dispose()
        {
            over.Cancel();
            over.Dispose();
            Connections.Dispose();
        }
    }
}
