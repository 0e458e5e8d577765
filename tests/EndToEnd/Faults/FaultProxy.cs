using System.Net;
using System.Net.Sockets;

namespace Swarm.Tests.EndToEnd.Faults;

/// <summary>
/// Stands between a worker agent and the control plane and is a bad network: from a seed it refuses connections, delays
/// what passes, and resets connections in the middle of a request or of its answer.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>Longest delay of one piece of what passes.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(150);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly HashSet<Task> connections = [];
    private readonly HashSet<Socket> open = [];
    private readonly Uri target;
    private readonly Random random;
    private readonly Task accepting;
    private int faults;

    public FaultProxy(Uri target, int seed)
    {
        this.target = target;
        random = new Random(seed);
        listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>True to let nothing through: connections that are open are reset, new ones refused.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Whether it is a bad network; if not, it lets everything through.</summary>
    public bool HasFaults { get; set; }

    /// <summary>How many connections it has reset or refused.</summary>
    public int Faults => Volatile.Read(ref faults);

    public void GoDown()
    {
        IsDown = true;
        ResetAll();
    }

    public void ComeUp() => IsDown = false;

    /// <summary>Resets every connection.</summary>
    public void ResetAll()
    {
        Socket[] all;
        lock (gate)
        {
            all = [.. open];
        }

        foreach (var socket in all)
        {
            Reset(socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ResetAll();
        Task[] left;
        lock (gate)
        {
            left = [.. connections];
        }

        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync(stop.Token);
            if (IsDown || Happens(0.1))
            {
                Reset(client);
                continue;
            }

            var serving = ServeAsync(client);
            lock (gate)
            {
                connections.Add(serving);
                _ = serving.ContinueWith(
                    ended =>
                    {
                        lock (gate)
                        {
                            connections.Remove(ended);
                        }
                    },
                    TaskScheduler.Default);
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                Track(client);
                await server.ConnectAsync(IPAddress.Loopback, target.Port, stop.Token);
                Track(server);
                await Task.WhenAny(PassAsync(client, server), PassAsync(server, client));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The control plane is away, or the test is over.
            }
            finally
            {
                lock (gate)
                {
                    open.Remove(client);
                    open.Remove(server);
                }
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, stop.Token)) > 0)
            {
                if (Happens(0.2))
                {
                    await Task.Delay(LongestDelay * Next(), TimeProvider.System, stop.Token);
                }

                if (Happens(0.04))
                {
                    // A part of it arrives, and no more.
                    await to.SendAsync(buffer.AsMemory(0, count / 2), stop.Token);
                    Reset(from);
                    Reset(to);
                    return;
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), stop.Token);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Reset by one end or by us.
        }
    }

    private void Track(Socket socket)
    {
        lock (gate)
        {
            open.Add(socket);
        }
    }

    /// <summary>Closes it so that the other end is told of a reset and not of an end.</summary>
    private void Reset(Socket socket)
    {
        Interlocked.Increment(ref faults);
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was closed at this very moment.
        }
    }

    private bool Happens(double probability) => HasFaults && Next() < probability;

    private double Next()
    {
        lock (gate)
        {
            return random.NextDouble();
        }
    }
}
