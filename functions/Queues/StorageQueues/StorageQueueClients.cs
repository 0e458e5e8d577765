using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Queues.StorageQueues;

/// <summary>The clients of an account's queues.</summary>
internal sealed class StorageQueueClients(string connectionString) : IDisposable
{
    /// <summary>Workers name their tools themselves, so what is remembered per name has a limit.</summary>
    public const int MaxRemembered = 10_000;

    private static readonly TimeSpan s_networkTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, QueueClient> _clients = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // A proxy of the environment must not swallow calls to this very machine.
        UseProxy = !StorageAccount.IsOnThisMachine(connectionString),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>The account.</summary>
    public QueueServiceClient Service => new(connectionString, Options());

    public QueueClient Of(string queue)
    {
        if (_clients.Count > MaxRemembered)
        {
            _clients.Clear();
        }

        return _clients.GetOrAdd(queue, name => new QueueClient(connectionString, name, Options()));
    }

    public void Dispose() => _http.Dispose();

    private QueueClientOptions Options()
    {
        var options = new QueueClientOptions { Transport = new HttpClientTransport(_http) };
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxRetries = 3;
        options.Retry.NetworkTimeout = s_networkTimeout;
        return options;
    }
}
