using System.Net.Sockets;
using System.Text.Json;

namespace Swarm.WorkerAgent.Channels;

/// <summary>The command's end of its channel. Requests go one after the other.</summary>
internal sealed class ChannelClient : IDisposable
{
    /// <summary>The variable that tells every command its channel's address.</summary>
    public const string Variable = "SWARM_CHANNEL";

    private readonly SemaphoreSlim turn = new(1);
    private readonly NetworkStream stream;

    private ChannelClient(NetworkStream stream) => this.stream = stream;

    /// <summary>Connects to the agent.</summary>
    /// <exception cref="IOException">There is none at this address (any more).</exception>
    public static async Task<ChannelClient> ConnectAsync(string address, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), cancellation);
            return new ChannelClient(new NetworkStream(socket, ownsSocket: true));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            socket.Dispose();
            throw new IOException($"No worker agent listens at '{address}': {e.Message}", e);
        }
    }

    public async Task<ChannelReply> CallAsync(ChannelRequest request, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(request, ChannelJson.Default.ChannelRequest);
            await ChannelLine.WriteAsync(stream, json, cancellation);
            return await ChannelLine.ReadAsync(stream, cancellation) is { } line
                ? JsonSerializer.Deserialize(line, ChannelJson.Default.ChannelReply)!
                : ChannelReply.Error("The worker agent has ended the work.");
        }
        catch (IOException e)
        {
            return ChannelReply.Error($"The worker agent does not answer: {e.Message}");
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        turn.Dispose();
    }
}
