using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Queues.Models;
using Azure.Storage.Sas;
using Microsoft.Extensions.Configuration;
using Swarm.Contracts.Queues;
using Swarm.Core.Queues;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Queues.StorageQueues;

/// <summary>
/// The queues of a storage account, in Azure or in Azurite. A queue is made by the first message sent to it; one that
/// is not there is as good as an empty one.
/// </summary>
internal sealed class StorageWorkQueues(IConfiguration configuration, TimeProvider time) : IWorkQueues, IDisposable
{
    /// <summary>A worker's own queue is looked into more often: what lies there waits for this worker alone.</summary>
    private static readonly TimeSpan s_longestPauseOfWorker = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_never = TimeSpan.FromSeconds(-1);

    private readonly StorageQueueClients _clients = new(StorageAccount.ConnectionString(configuration));
    private readonly ConcurrentDictionary<string, QueuePace> _paces = new(StringComparer.Ordinal);
    private TaskCompletionSource _known = NewSignal();

    public async Task SendAsync(string queue, string body, CancellationToken cancellation)
    {
        MessageRules.CheckName(queue);
        MessageRules.CheckBody(body);
        var client = _clients.Of(queue);
        try
        {
            await client.SendMessageAsync(body, timeToLive: s_never, cancellationToken: cancellation);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await client.SendMessageAsync(body, timeToLive: s_never, cancellationToken: cancellation);
        }

        Expect(queue, looks: 1);
    }

    public async Task<QueueDelivery?> ReceiveAsync(
        IReadOnlyList<string> queues, TimeSpan invisible, TimeSpan wait, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            // Taken before the look, so that no message slips in between.
            var known = Volatile.Read(ref _known).Task;
            foreach (var queue in queues)
            {
                cancellation.ThrowIfCancellationRequested();
                var isDue = Pace(queue).TryBegin(time.GetUtcNow());
                if ((isDue || wait == TimeSpan.Zero) && await TakeAsync(queue, invisible) is { } delivery)
                {
                    // Where one was there may be more, so this one is worth two looks.
                    Expect(queue, looks: 2);
                    return delivery;
                }
            }

            var left = wait - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            var now = time.GetUtcNow();
            var pause = queues.Min(queue => Pace(queue).UntilDue(now));
            await known
                .WaitAsync(pause < left ? pause : left, time, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task DeleteAsync(QueueReceipt receipt, CancellationToken cancellation)
    {
        var client = _clients.Of(receipt.Queue);
        try
        {
            await client.DeleteMessageAsync(receipt.MessageId, receipt.PopReceipt, cancellation);
        }
        catch (RequestFailedException exception) when (exception.Status is 400 or 404)
        {
            // Gone, or taken by another since; or a receipt that was never one of this queue.
        }
    }

    public async Task<QueueReceipt?> HideAsync(
        QueueReceipt receipt, TimeSpan invisible, CancellationToken cancellation)
    {
        var client = _clients.Of(receipt.Queue);
        try
        {
            var hidden = await client.UpdateMessageAsync(
                receipt.MessageId,
                receipt.PopReceipt,
                visibilityTimeout: invisible,
                cancellationToken: cancellation);
            return receipt with { PopReceipt = hidden.Value.PopReceipt };
        }
        catch (RequestFailedException exception) when (exception.Status is 400 or 404)
        {
            // Gone, or taken by another since; or a receipt that was never one of this queue.
            return null;
        }
    }

    public async Task RemoveAsync(string queue, CancellationToken cancellation)
    {
        MessageRules.CheckName(queue);
        await _clients.Of(queue).DeleteIfExistsAsync(cancellation);
    }

    public async Task<QueueDepth> MeasureAsync(string queue, CancellationToken cancellation)
    {
        MessageRules.CheckName(queue);
        var client = _clients.Of(queue);
        try
        {
            var depth = (await client.GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount;
            var oldest = depth == 0 ? null : (await client.PeekMessageAsync(cancellation)).Value;
            return new QueueDepth(depth, time.GetUtcNow() - oldest?.InsertedOn);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            return new QueueDepth(0, null);
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, int max, CancellationToken cancellation)
    {
        var names = new List<string>();
        await foreach (var queue in _clients.Service.GetQueuesAsync(prefix: prefix, cancellationToken: cancellation))
        {
            if (names.Count == max)
            {
                break;
            }

            names.Add(queue.Name);
        }

        return names;
    }

    /// <summary>
    /// A shared access signature. It takes the account's key: one that is reached by a managed identity has none here.
    /// </summary>
    public Uri? Share(string queue, DateTimeOffset endsAt)
    {
        MessageRules.CheckName(queue);
        var client = _clients.Of(queue);
        if (!client.CanGenerateSasUri)
        {
            return null;
        }

        return client.GenerateSasUri(new QueueSasBuilder(QueueSasPermissions.Process, endsAt)
        {
            QueueName = queue,
            Protocol = client.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        });
    }

    public void Dispose() => _clients.Dispose();

    private static bool IsMissing(RequestFailedException exception) =>
        exception.ErrorCode == QueueErrorCode.QueueNotFound || exception.ErrorCode == QueueErrorCode.QueueBeingDeleted;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TimeSpan LongestPauseOf(string queue) =>
        queue.StartsWith(QueueNames.Prefix + "worker-", StringComparison.Ordinal)
            ? s_longestPauseOfWorker
            : s_longestPause;

    /// <summary>A message that is taken must not be lost on the way, so the call is not cancelled.</summary>
    private async Task<QueueDelivery?> TakeAsync(string queue, TimeSpan invisible)
    {
        MessageRules.CheckName(queue);
        try
        {
            var message = (await _clients.Of(queue).ReceiveMessageAsync(invisible, CancellationToken.None)).Value;
            return message is null
                ? null
                : new QueueDelivery(
                    message.MessageText,
                    new QueueReceipt(queue, message.MessageId, message.PopReceipt),
                    message.DequeueCount);
        }
        catch (RequestFailedException exception) when (IsMissing(exception))
        {
            return null;
        }
    }

    private void Expect(string queue, int looks)
    {
        Pace(queue).Expect(looks);
        Interlocked.Exchange(ref _known, NewSignal()).SetResult();
    }

    private QueuePace Pace(string queue)
    {
        // Only hints are forgotten: everybody looks once more than needed.
        if (_paces.Count > StorageQueueClients.MaxRemembered)
        {
            _paces.Clear();
        }

        return _paces.GetOrAdd(queue, name => new QueuePace(LongestPauseOf(name)));
    }
}
