using System.Net;

namespace Swarm.WorkerAgent.Wire;

/// <summary>Makes the HTTP clients of the agent.</summary>
internal static class HttpClients
{
    private const long MaxAnswerBytes = 8 * 1024 * 1024;

    public static HttpClient Create(Uri url) => Create(url, ControlPlaneHandler(url));

    public static SocketsHttpHandler ControlPlaneHandler(Uri url) => new()
    {
        // A proxy of the environment must not swallow calls to this very machine.
        UseProxy = !IsLoopback(url),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.All,
    };

    /// <summary>For addresses that the control plane tells, wherever they are.</summary>
    public static SocketsHttpHandler QueueHandler() => new()
    {
        Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    public static HttpClient CreateForQueues(HttpMessageHandler handler) => new(handler)
    {
        MaxResponseContentBufferSize = MaxAnswerBytes,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static HttpClient Create(Uri url, HttpMessageHandler handler) => new(handler)
    {
        BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"),

        MaxResponseContentBufferSize = MaxAnswerBytes,

        // Each call has a time limit of its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>For the servers of models, which stream answers of any length.</summary>
    public static HttpClient CreateForModels() => new(QueueHandler())
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    internal static bool IsLoopback(Uri url) => url.IsLoopback
        || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));
}
