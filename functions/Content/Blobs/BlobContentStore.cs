using System.Security.Cryptography;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Content.Blobs;

/// <summary>
/// Values in blobs, named by their hash. Blocks are sent as they come and count only once all of them are committed,
/// which happens after the hash was compared; what is never committed the service forgets by itself.
/// </summary>
internal sealed class BlobContentStore : IContentStore, IDisposable
{
    private const string Container = "swarm-content";
    private const int BlockBytes = 4 * 1024 * 1024;

    private readonly ContentOptions _options;
    private readonly HttpClient _http;
    private readonly BlobContainerClient _container;
    private readonly BlobUsage _usage;
    private volatile bool _isThere;

    public BlobContentStore(string connectionString, IOptions<ContentOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _http = new HttpClient(new SocketsHttpHandler
        {
            // A proxy of the environment must not swallow calls to this very machine.
            UseProxy = !StorageAccount.IsOnThisMachine(connectionString),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        _container = new BlobContainerClient(
            connectionString, Container, new BlobClientOptions { Transport = new HttpClientTransport(_http) });
        _usage = new BlobUsage(_container, _options.MaxBytesTotal, time);
    }

    public async Task<long> WriteAsync(ContentHash hash, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        await EnsureContainerAsync(cancellation);
        await _usage.MeasureAsync(cancellation);
        var blob = BlobOf(hash);

        // What is there already takes no more room, however full the store is.
        var isThere = await blob.ExistsAsync(cancellation);
        var taken = 0L;
        try
        {
            var (blocks, size) = await StageAsync(hash, blob, content, Take, cancellation);
            if (await CommitAsync(blob, blocks, cancellation))
            {
                taken = 0;
            }

            return size;
        }
        finally
        {
            _usage.GiveBack(taken);
        }

        void Take(long bytes)
        {
            if (!isThere)
            {
                _usage.Take(bytes);
                taken += bytes;
            }
        }
    }

    public async Task<Stream?> OpenAsync(ContentHash hash, CancellationToken cancellation)
    {
        await EnsureContainerAsync(cancellation);
        try
        {
            var options = new BlobOpenReadOptions(allowModifications: false);
            var content = await BlobOf(hash).OpenReadAsync(options, cancellation);
            return new VerifyingStream(content, hash);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    public async Task DeleteAsync(ContentHash hash, CancellationToken cancellation)
    {
        await EnsureContainerAsync(cancellation);
        await _usage.MeasureAsync(cancellation);
        var blob = BlobOf(hash);
        try
        {
            var properties = await blob.GetPropertiesAsync(cancellationToken: cancellation);
            await blob.DeleteAsync(cancellationToken: cancellation);
            _usage.GiveBack(properties.Value.ContentLength);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // It is gone already.
        }
    }

    public async Task<long> MeasureAsync(CancellationToken cancellation)
    {
        await EnsureContainerAsync(cancellation);
        return await _usage.MeasureAsync(cancellation);
    }

    public void Dispose()
    {
        _usage.Dispose();
        _http.Dispose();
    }

    /// <summary>Sends the blocks as they come, up to the limit, and compares the hash.</summary>
    private async Task<(List<string> Blocks, long SizeBytes)> StageAsync(
        ContentHash hash, BlockBlobClient blob, Stream content, Action<long> take, CancellationToken cancellation)
    {
        using var actual = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var blocks = new List<string>();
        var buffer = new byte[BlockBytes];
        var size = 0L;

        // Two who store the same value at a time must not meet in each other's blocks.
        var writer = Guid.NewGuid();
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, BlockBytes, throwOnEndOfStream: false, cancellation)) > 0)
        {
            size += read;
            if (size > _options.MaxBytesPerValue)
            {
                throw ContentRefusedException.TooLarge(_options.MaxBytesPerValue);
            }

            take(read);
            actual.AppendData(buffer, 0, read);
            blocks.Add(BlockId(writer, blocks.Count));
            using var block = new MemoryStream(buffer, 0, read, writable: false);
            await blob.StageBlockAsync(blocks[^1], block, cancellationToken: cancellation);
        }

        var found = ContentHash.Of(actual);
        return found == hash ? (blocks, size) : throw ContentRefusedException.OtherHash(hash, found);
    }

    /// <summary>False when somebody else has committed the same value.</summary>
    private static async Task<bool> CommitAsync(
        BlockBlobClient blob, List<string> blocks, CancellationToken cancellation)
    {
        var onlyIfNew = new CommitBlockListOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await blob.CommitBlockListAsync(blocks, onlyIfNew, cancellation);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 400 or 409 or 412)
        {
            // The commit of the other also forgets our blocks.
            if (!await blob.ExistsAsync(cancellation))
            {
                throw;
            }

            return false;
        }
    }

    private async Task EnsureContainerAsync(CancellationToken cancellation)
    {
        if (!_isThere)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellation);
            _isThere = true;
        }
    }

    private BlockBlobClient BlobOf(ContentHash hash) =>
        _container.GetBlockBlobClient($"{hash.Text[..2]}/{hash.Text}");

    private static string BlockId(Guid writer, int number)
    {
        var id = new byte[20];
        writer.TryWriteBytes(id);
        BitConverter.TryWriteBytes(id.AsSpan(16), number);
        return Convert.ToBase64String(id);
    }
}
