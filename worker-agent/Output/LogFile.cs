using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Signals;

namespace Swarm.WorkerAgent.Output;

/// <summary>
/// The log lines of one claim on disk, one JSON document per line; the n-th has the sequence number n. The control
/// plane may be away for long, so lines wait here and not in memory.
/// </summary>
internal sealed class LogFile : IDisposable
{
    public const long MaxBytes = 64L * 1024 * 1024;
    public const string FullNote = "The log is full (64 MiB); further lines are not kept.";

    private readonly Lock gate = new();
    private readonly FileStream stream;
    private readonly string path;
    private long length;
    private bool isFull;

    /// <summary>Opens the file; lines that an earlier life of the agent wrote stay, except a torn last one.</summary>
    public LogFile(string path)
    {
        this.path = path;
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        length = FindEndOfLastLine(stream);
        stream.SetLength(length);
        stream.Position = length;
    }

    /// <summary>Set after lines were added.</summary>
    public WakeUp Grew { get; } = new();

    /// <summary>Where its last whole line ends.</summary>
    public long Length
    {
        get
        {
            lock (gate)
            {
                return length;
            }
        }
    }

    public void Append(DateTimeOffset at, string name, IReadOnlyList<string> texts)
    {
        lock (gate)
        {
            foreach (var text in texts)
            {
                if (isFull)
                {
                    break;
                }

                isFull = length > MaxBytes;
                Write_NeedsLock(isFull ? new LogLine(at, "agent", FullNote) : new LogLine(at, name, text));
            }

            stream.Flush();
        }

        Grew.Set();
    }

    /// <summary>
    /// The lines from a place in the file on, as many as fit into one message, and the place behind them.
    /// </summary>
    public (IReadOnlyList<LogLine> Lines, long End) Read(long from, int maxLines, int maxBytes)
    {
        var end = Length;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        var lines = new List<LogLine>();
        var place = from;
        var size = 0;
        while (place < end && lines.Count < maxLines && ReadLine(file) is { } bytes)
        {
            var line = JsonSerializer.Deserialize(bytes, SwarmJsonContext.Default.LogLine)!;
            size += bytes.Length;
            if (lines.Count > 0 && size > maxBytes)
            {
                break;
            }

            lines.Add(line);
            place += bytes.Length + 1;
        }

        return (lines, place);
    }

    public void Dispose() => stream.Dispose();

    private void Write_NeedsLock(LogLine line)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, SwarmJsonContext.Default.LogLine);
        stream.Write(bytes);
        stream.WriteByte((byte)'\n');
        length += bytes.Length + 1;
    }

    private static byte[]? ReadLine(FileStream file)
    {
        using var line = new MemoryStream();
        for (var octet = file.ReadByte(); octet >= 0; octet = file.ReadByte())
        {
            if (octet == '\n')
            {
                return line.ToArray();
            }

            line.WriteByte((byte)octet);
        }

        return null;
    }

    private static long FindEndOfLastLine(FileStream file)
    {
        for (var place = file.Length; place > 0; place--)
        {
            file.Position = place - 1;
            if (file.ReadByte() == '\n')
            {
                return place;
            }
        }

        return 0;
    }
}
