namespace Swarm.Cli.Processes;

/// <summary>The log file of a process of ours, over all its lives; a full one is kept beside the next.</summary>
internal sealed class ProcessLog : IDisposable
{
    private const long MaxBytes = 64 * 1024 * 1024;
    private readonly Lock gate = new();
    private readonly string path;
    private StreamWriter? writer;

    public ProcessLog(string path)
    {
        this.path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Open_NeedsLock();
    }

    public void Write(string line)
    {
        lock (gate)
        {
            if (writer is null)
            {
                return;
            }

            if (writer.BaseStream.Position > MaxBytes)
            {
                writer.Dispose();
                Open_NeedsLock();
            }

            writer.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            writer?.Dispose();
            writer = null;
        }
    }

    private void Open_NeedsLock()
    {
        if (File.Exists(path) && new FileInfo(path).Length > MaxBytes)
        {
            File.Move(path, path + ".1", overwrite: true);
        }

        // Appended and shared: a second start on the same data folder must not take the log from the first.
        const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;
        writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, Shared)) { AutoFlush = true };
    }
}
