using Azure.Storage.Blobs;

namespace Swarm.Functions.Content.Blobs;

/// <summary>
/// How many bytes the blobs of a container have. What this process stores and deletes is added and taken off at once;
/// what others do is found by counting anew from time to time.
/// </summary>
internal sealed class BlobUsage(BlobContainerClient container, long maxBytes, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_countedEvery = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _counting = new(1, 1);
    private DateTimeOffset _countedAt = DateTimeOffset.MinValue;
    private long _bytes;

    /// <summary>Counts if that was not done for a while.</summary>
    public async Task<long> MeasureAsync(CancellationToken cancellation)
    {
        if (!IsFresh())
        {
            await _counting.WaitAsync(cancellation);
            try
            {
                if (!IsFresh())
                {
                    await CountAsync(cancellation);
                }
            }
            finally
            {
                _counting.Release();
            }
        }

        lock (_lock)
        {
            return _bytes;
        }
    }

    /// <summary>Takes room.</summary>
    /// <exception cref="ContentRefusedException">There is not so much.</exception>
    public void Take(long bytes)
    {
        lock (_lock)
        {
            if (_bytes + bytes > maxBytes)
            {
                throw ContentRefusedException.Full(maxBytes);
            }

            _bytes += bytes;
        }
    }

    /// <summary>Gives room back.</summary>
    public void GiveBack(long bytes)
    {
        lock (_lock)
        {
            _bytes -= bytes;
        }
    }

    public void Dispose() => _counting.Dispose();

    private async Task CountAsync(CancellationToken cancellation)
    {
        long before;
        lock (_lock)
        {
            before = _bytes;
        }

        var counted = 0L;
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellation))
        {
            counted += blob.Properties.ContentLength ?? 0;
        }

        lock (_lock)
        {
            // What was taken and given back meanwhile may be counted twice; the next count puts it right.
            _bytes = counted + _bytes - before;
            _countedAt = time.GetUtcNow();
        }
    }

    private bool IsFresh()
    {
        lock (_lock)
        {
            return time.GetUtcNow() - _countedAt < s_countedEvery;
        }
    }
}
