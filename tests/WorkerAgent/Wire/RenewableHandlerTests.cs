using System.Net;
using System.Net.Sockets;
using Swarm.WorkerAgent.Wire;

namespace Swarm.Tests.WorkerAgent.Wire;

/// <summary>Whatever happens to a connection, the caller learns it in the one way for which he is prepared.</summary>
public sealed class RenewableHandlerTests
{
    [Fact]
    public async Task A_connection_that_is_reset_as_soon_as_it_is_made_fails_as_a_request()
    {
        using var handler = new RenewableHandler(
            () => new SocketsHttpHandler { ConnectCallback = ConnectAndLoseAsync });
        using var http = new HttpClient(handler);

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(http));
    }

    [Fact]
    public async Task A_request_whose_connections_are_given_up_fails_as_a_request()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var handler = new RenewableHandler(() => new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                asked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                throw new InvalidOperationException("It waits for ever.");
            },
        });
        using var http = new HttpClient(handler);

        var request = GetAsync(http);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        handler.Renew();

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }

    private static Task<string> GetAsync(HttpClient http) =>
        http.GetStringAsync(new Uri("http://127.0.0.1:1/"), TestContext.Current.CancellationToken);

    /// <summary>The other side resets the line before anybody has asked whom it leads to.</summary>
    private static async ValueTask<Stream> ConnectAndLoseAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server.LocalEndPoint!, cancellation);
        var stream = new NetworkStream(client, ownsSocket: true);
        var accepted = await server.AcceptAsync(cancellation);
        accepted.LingerState = new LingerOption(enable: true, seconds: 0);
        accepted.Dispose();
        client.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead);
        return stream;
    }
}
