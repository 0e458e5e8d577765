using System.Security.Cryptography;
using System.Text;
using Swarm.Contracts.Content;

namespace Swarm.WorkerAgent.Output;

/// <summary>
/// All that a command printed to one stream, up to a limit, in a file: it is too much for a report. There from the
/// first byte on.
/// </summary>
internal sealed class OutputFile(string? path, long maxBytes = OutputFile.DefaultMaxBytes) : IDisposable
{
    public const string CutNote = "\n[the output is longer than 64 MiB; the rest was not kept]\n";

    /// <summary>The note still fits below what one value may have.</summary>
    private const long DefaultMaxBytes = ContentReference.MaxBytes - 1024;

    private readonly Lock gate = new();
    private FileStream? file;
    private ContentReference? described;
    private bool isClosed;

    public void Push(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (path is null || isClosed || bytes.IsEmpty)
            {
                return;
            }

            file ??= new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
            var room = (int)Math.Min(bytes.Length, maxBytes - file.Length);
            file.Write(bytes[..room]);
            if (room < bytes.Length)
            {
                file.Write(Encoding.UTF8.GetBytes(CutNote));
                isClosed = true;
            }
        }
    }

    /// <summary>
    /// What the file holds, which is on disk when this returns; null when nothing was printed. What a process prints
    /// that nobody waits for any more is not taken up from here on.
    /// </summary>
    public ContentReference? Describe()
    {
        lock (gate)
        {
            isClosed = true;
            if (file is not null && described is null)
            {
                file.Flush(flushToDisk: true);
                file.Position = 0;
                var hash = Convert.ToHexStringLower(SHA256.HashData(file));
                described = ContentReference.Of(hash, file.Length);
            }

            return described;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            file?.Dispose();
        }
    }
}
