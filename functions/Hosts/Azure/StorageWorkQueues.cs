using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Swarm.Functions.Queues;

namespace Swarm.Functions.Hosts.Azure;

/// <summary>
/// Queues of the storage account. They have no way to wait, so waiting means looking ever less often.
/// </summary>
internal sealed class StorageWorkQueues(IConfiguration configuration, TimeProvider time) : IWorkQueues
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, QueueClient> _clients = new(StringComparer.Ordinal);

    public async Task SendAsync(string queue, string body, CancellationToken cancellation)
    {
        var client = await ClientAsync(queue, cancellation);
        await client.SendMessageAsync(body, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellation);
    }

    public async Task<QueueDelivery?> ReceiveAsync(
        IReadOnlyList<string> queues, TimeSpan invisible, TimeSpan wait, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        for (var pause = s_firstPause; ; pause = Min(pause * 2, s_longestPause))
        {
            foreach (var queue in queues)
            {
                cancellation.ThrowIfCancellationRequested();
                var client = await ClientAsync(queue, cancellation);
                var message = (await client.ReceiveMessageAsync(invisible, CancellationToken.None)).Value;
                if (message is not null)
                {
                    return new QueueDelivery(
                        message.MessageText, new QueueReceipt(queue, message.MessageId, message.PopReceipt));
                }
            }

            var left = wait - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.Delay(Min(pause, left), time, cancellation);
        }
    }

    public async Task DeleteAsync(QueueReceipt receipt, CancellationToken cancellation)
    {
        var client = await ClientAsync(receipt.Queue, cancellation);
        try
        {
            await client.DeleteMessageAsync(receipt.MessageId, receipt.PopReceipt, cancellation);
        }
        catch (RequestFailedException exception) when (exception.Status is 400 or 404)
        {
            // Gone, or taken by another since; or a receipt that was never one of this queue.
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<QueueClient> ClientAsync(string queue, CancellationToken cancellation)
    {
        if (_clients.TryGetValue(queue, out var known))
        {
            return known;
        }

        var client = new QueueClient(StorageAccount.ConnectionString(configuration), queue);
        await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
        return _clients.GetOrAdd(queue, client);
    }
}
