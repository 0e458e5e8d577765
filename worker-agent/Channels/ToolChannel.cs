using System.Net.Sockets;
using System.Text.Json;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Channels;

/// <summary>
/// The socket by which a command reaches the agent that runs it: in a folder of its own that nobody else may enter, so
/// whoever can connect is the command. Paths of sockets are short, so it lies among the temporary files.
/// </summary>
internal sealed class ToolChannel : IAsyncDisposable
{
    private const string FolderPrefix = "swarm-channel-";
    private const int MaxConnections = 8;

    private readonly Socket listener;
    private readonly Func<ChannelRequest, CancellationToken, Task<ChannelReply>> handle;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim connections = new(MaxConnections);
    private readonly Task accepting;

    private ToolChannel(
        string folder, Socket listener, Func<ChannelRequest, CancellationToken, Task<ChannelReply>> handle)
    {
        Folder = folder;
        this.listener = listener;
        this.handle = handle;
        accepting = AcceptAsync();
    }

    public string Folder { get; }

    /// <summary>The address of the socket.</summary>
    public string Address => AddressIn(Folder);

    /// <summary>Opens a channel; null where the machine cannot have one.</summary>
    public static ToolChannel? Open(
        WorkFolder work, Func<ChannelRequest, CancellationToken, Task<ChannelReply>> handle)
    {
        if (!Socket.OSSupportsUnixDomainSockets)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Known to the next life of the agent before it is there.
            DurableFile.Write(work.ChannelFile, folder);
            socket.Bind(new UnixDomainSocketEndPoint(AddressIn(folder)));
            socket.Listen();
            return new ToolChannel(folder, socket, handle);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // The path of the temporary folder is too long for a socket.
            socket.Dispose();
            Directory.Delete(folder, recursive: true);
            return null;
        }
    }

    /// <summary>Removes what a life that was killed has left of a channel.</summary>
    public static void Clear(WorkFolder work)
    {
        var folder = File.Exists(work.ChannelFile) ? File.ReadAllText(work.ChannelFile) : "";
        if (Path.GetFileName(folder).StartsWith(FolderPrefix, StringComparison.Ordinal))
        {
            FolderTree.Delete(folder);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var i = 0; i < MaxConnections; i++)
        {
            await connections.WaitAsync();
        }

        connections.Dispose();
        stop.Dispose();
        FolderTree.Delete(Folder);
    }

    private static string AddressIn(string folder) => Path.Combine(folder, "s");

    private async Task AcceptAsync()
    {
        while (true)
        {
            await connections.WaitAsync(stop.Token);
            Socket client;
            try
            {
                client = await listener.AcceptAsync(stop.Token);
            }
            catch
            {
                connections.Release();
                throw;
            }

            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            while (await ChannelLine.ReadAsync(stream, stop.Token) is { } line)
            {
                var reply = await AnswerAsync(line);
                var json = JsonSerializer.SerializeToUtf8Bytes(reply, ChannelJson.Default.ChannelReply);
                await ChannelLine.WriteAsync(stream, json, stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            // The command has ended, or sends what no client of ours sends.
        }
        finally
        {
            connections.Release();
        }
    }

    private async Task<ChannelReply> AnswerAsync(byte[] line)
    {
        try
        {
            var request = JsonSerializer.Deserialize(line, ChannelJson.Default.ChannelRequest);
            return request is null ? ChannelReply.Error("Ask for something.") : await handle(request, stop.Token);
        }
        catch (JsonException e)
        {
            return ChannelReply.Error($"That is no request: {e.Message}");
        }
    }
}
