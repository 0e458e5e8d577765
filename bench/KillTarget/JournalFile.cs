using System.Text;
using Swarm.Simulator;

namespace Swarm.KillTarget;

/// <summary>
/// A journal in a file. Each line is handed to the operating system in one write before it counts, so it outlives the
/// process; one that a kill has cut in the middle never counted and is dropped.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;

    private readonly Action _noted;

    private JournalFile(FileStream file, Action noted)
    {
        _file = file;
        _noted = noted;
        Journal = new Journal(Append);
    }

    internal Journal Journal { get; }

    /// <summary>Opens the journal of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="noted">Called after each line.</param>
    internal static JournalFile Open(string folder, Action noted)
    {
        var file = new FileStream(
            PathIn(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(whole);
        file.Position = whole;
        var opened = new JournalFile(file, noted);
        foreach (string line in LinesOf(bytes[..whole]))
        {
            opened.Journal.Recall(line);
        }

        return opened;
    }

    /// <summary>The journal as it stands in the file.</summary>
    internal static Journal Read(string folder)
    {
        byte[] bytes = File.ReadAllBytes(PathIn(folder));
        var journal = new Journal();
        foreach (string line in LinesOf(bytes[..(Array.LastIndexOf(bytes, (byte)'\n') + 1)]))
        {
            journal.Recall(line);
        }

        return journal;
    }

    public void Dispose() => _file.Dispose();

    private static string PathIn(string folder) => Path.Combine(folder, "journal");

    private static string[] LinesOf(byte[] bytes) =>
        Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Append(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_lock)
        {
            _file.Write(bytes);
            _noted();
        }
    }
}
