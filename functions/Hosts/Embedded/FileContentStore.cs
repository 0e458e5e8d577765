using System.Security.Cryptography;
using Swarm.Functions.Content;

namespace Swarm.Functions.Hosts.Embedded;

/// <summary>
/// Values in files, named by their hash, in 256 × 256 folders. A file is written under another name, flushed, and then
/// renamed: under its hash it is whole or not there.
/// </summary>
internal sealed class FileContentStore(string folder, ContentOptions options) : IContentStore
{
    private const int BufferBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private long? _totalBytes;

    private string Unfinished => Path.Combine(folder, "unfinished");

    public async Task<long> WriteAsync(ContentHash hash, Stream content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        var path = PathOf(hash);
        var reserved = 0L;
        Prepare();
        var temporary = Path.Combine(Unfinished, Guid.NewGuid().ToString("N"));
        try
        {
            long size;
            await using (var file = new FileStream(temporary, OwnerOnly()))
            {
                // What is there already takes no more room, however full the store is.
                var isThere = File.Exists(path);
                Action<long> reserve = isThere ? _ => { } : bytes => Reserve(bytes, ref reserved);
                size = await CopyAsync(hash, content, file, reserve, cancellation);
                file.Flush(flushToDisk: true);
            }

            Publish(temporary, path, size, ref reserved);
            return size;
        }
        finally
        {
            File.Delete(temporary);
            Reserve(-reserved, ref reserved);
        }
    }

    public Task<Stream?> OpenAsync(ContentHash hash, CancellationToken cancellation)
    {
        try
        {
            var file = new FileStream(
                PathOf(hash),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                BufferBytes,
                useAsync: true);
            return Task.FromResult<Stream?>(new VerifyingStream(file, hash));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task DeleteAsync(ContentHash hash, CancellationToken cancellation)
    {
        var file = new FileInfo(PathOf(hash));
        if (file.Exists)
        {
            Prepare();
            var size = file.Length;
            file.Delete();
            var none = 0L;
            Reserve(-size, ref none);
        }

        return Task.CompletedTask;
    }

    public Task<long> MeasureAsync(CancellationToken cancellation)
    {
        Prepare();
        lock (_lock)
        {
            return Task.FromResult(_totalBytes ?? 0);
        }
    }

    /// <summary>Copies up to the limit and compares the hash.</summary>
    private async Task<long> CopyAsync(
        ContentHash hash, Stream content, FileStream file, Action<long> reserve, CancellationToken cancellation)
    {
        using var actual = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var size = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            size += read;
            if (size > options.MaxBytesPerValue)
            {
                throw ContentRefusedException.TooLarge(options.MaxBytesPerValue);
            }

            reserve(read);
            actual.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        var found = ContentHash.Of(actual);
        return found == hash ? size : throw ContentRefusedException.OtherHash(hash, found);
    }

    /// <summary>Two who store the same value at a time both come here; one file stays and counts once.</summary>
    private void Publish(string temporary, string path, long size, ref long reserved)
    {
        var parent = Path.GetDirectoryName(path)!;
        FolderSync.Create(parent);
        lock (_lock)
        {
            if (!File.Exists(path))
            {
                File.Move(temporary, path);
                _totalBytes += size - reserved;
                reserved = 0;
            }
        }

        FolderSync.Flush(parent);
    }

    /// <summary>Takes room for bytes, or gives it back.</summary>
    private void Reserve(long bytes, ref long reserved)
    {
        lock (_lock)
        {
            if (bytes > 0 && _totalBytes + bytes > options.MaxBytesTotal)
            {
                throw ContentRefusedException.Full(options.MaxBytesTotal);
            }

            _totalBytes += bytes;
            reserved += bytes;
        }
    }

    /// <summary>At the first change: counts what is there, and clears away what the last process left undone.</summary>
    private void Prepare()
    {
        lock (_lock)
        {
            if (_totalBytes is not null)
            {
                return;
            }

            if (Directory.Exists(Unfinished))
            {
                Directory.Delete(Unfinished, recursive: true);
            }

            FolderSync.Create(Unfinished);
            _totalBytes = new DirectoryInfo(folder)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(file => file.Length);
        }
    }

    private string PathOf(ContentHash hash) =>
        Path.Combine(folder, hash.Text[..2], hash.Text[2..4], hash.Text);

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
